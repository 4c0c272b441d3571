from starlette.types import ASGIApp, Receive, Scope, Send

SECURE = {"http": "https", "websocket": "wss"}


class Forwarded:
    """Takes the scheme and the client from what CloudFront says of a request. Health checks come without it.

    The client is the last entry but one of X-Forwarded-For: CloudFront and the load balancer write the last two.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ()))
        addresses = headers.get(b"x-forwarded-for", b"").decode("latin1").split(",")
        if headers.get(b"x-forwarded-scheme") == b"https" and len(addresses) > 1:
            scope = {**scope, "scheme": SECURE[scope["type"]], "client": (addresses[-2].strip(), 0)}
        await self.app(scope, receive, send)
