from django.urls import path

from essor.web.observatoire import views_chiffre, views_home, views_themes

app_name = "observatoire"
ONE = "observatoire/territoires/<slug:code>/"

urlpatterns = [
    path("observatoire/", views_home.home, name="home"),
    path(ONE + "themes/", views_themes.themes, name="themes"),
    path(ONE + "themes/<slug:theme>/", views_themes.theme, name="theme"),
    path(ONE + "chiffres/<slug:indicateur>/", views_chiffre.chiffre, name="chiffre"),
]
