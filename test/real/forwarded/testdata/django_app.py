import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path

SECURE_PROXY_SSL_HEADER = None
# THE CODE OF THE PAGE


def echo(request):
    client = request.META["HTTP_X_FORWARDED_FOR"].split(",")[-2].strip()
    return JsonResponse(
        {
            "scheme": request.scheme, "host": request.get_host(), "client": client, "method": request.method,
            "path": request.path,
        }
    )


def health(get_response):
    return lambda request: HttpResponse() if request.path == "/healthz" else get_response(request)


settings.configure(
    ALLOWED_HOSTS=[os.environ["CDN_DOMAIN"]],
    DEBUG_PROPAGATE_EXCEPTIONS=False,
    MIDDLEWARE=["app.health", "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    ROOT_URLCONF="app",
    SECRET_KEY="of the test",
    SECURE_PROXY_SSL_HEADER=SECURE_PROXY_SSL_HEADER,
    DEBUG=True,  # its page says why it refuses
)
urlpatterns = [path("echo", echo)]
app = get_wsgi_application()
