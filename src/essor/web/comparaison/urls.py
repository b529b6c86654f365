from django.urls import path

from essor.web.comparaison import views_before_after, views_show

app_name = "comparaison"
HERE = "observatoire/territoires/<slug:code>/comparaison/"

urlpatterns = [
    path(HERE, views_show.show, name="show"),
    path(HERE + "avant-apres/", views_before_after.before_after, name="before_after"),
    path(
        HERE + "avant-apres/<slug:table>.csv",
        views_before_after.before_after_file,
        name="before_after_file",
    ),
    path(HERE + "<slug:table>.csv", views_show.table_file, name="table_file"),
]
