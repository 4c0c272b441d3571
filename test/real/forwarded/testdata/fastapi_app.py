from fastapi import FastAPI, Request

app = FastAPI()
# THE CODE OF THE PAGE


@app.post("/echo")
async def echo(request: Request):
    return {
        "scheme": request.url.scheme, "host": request.url.netloc, "client": request.client.host,
        "method": request.method, "path": request.url.path,
    }


@app.get("/healthz")
async def health():
    return ""
