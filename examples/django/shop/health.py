from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def health(get_response: View) -> View:
    """Answers the load balancer. It looks at this process only, so that a database failover ends no task."""
    return lambda request: HttpResponse() if request.path == "/healthz" else get_response(request)
