from django.urls import path

from essor.web.catalogue import files, views

app_name = "catalogue"
HERE = "observatoire/catalogue"
SOURCE = HERE + "/sources/<slug:source>"

urlpatterns = [
    path(HERE + "/", views.home, name="home"),
    path(HERE + "/sources.<slug:kind>", files.sources_file, name="sources_file"),
    path(SOURCE + "/", views.source, name="source"),
    path(SOURCE + "/<slug:role>.csv", files.refused_file, name="refused_file"),
    path(HERE + "/completude/", views.completude, name="completude"),
    path(HERE + "/completude.<slug:kind>", files.completude_file, name="completude_file"),
]
