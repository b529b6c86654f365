from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from essor.api.documentation import documentation
from essor.api.etags import etag_of, is_unchanged
from essor.api.v1 import api


@csrf_exempt
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Send the OpenAPI 3.1 description of version 1."""
    response = JsonResponse(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})
    response["ETag"] = etag_of(response.content)
    if is_unchanged(request, response["ETag"]):
        return HttpResponse(status=304, headers={"ETag": response["ETag"]})
    return response


description.essor_methods = ["GET"]  # type: ignore[attr-defined]

urlpatterns = [
    path("documentation/", documentation, name="documentation_api"),
    path("v1/openapi.json", description, name="openapi_json"),
    path("v1/", api.urls),
]
