from django.urls import path

from essor.web.agenda import views

app_name = "agenda"
urlpatterns = [
    path("agenda/<str:token>.ics", views.feed, name="feed_ics"),
    path("compte/agenda/", views.mine, name="mine"),
    path("compte/agenda/creer/", views.renew, name="renew"),
    path("compte/agenda/arreter/", views.stop, name="stop"),
]
