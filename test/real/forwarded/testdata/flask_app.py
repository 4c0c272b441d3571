from flask import Flask, request

app = Flask(__name__)
# THE CODE OF THE PAGE


@app.post("/echo")
def echo():
    return {
        "scheme": request.scheme, "host": request.host, "client": request.remote_addr, "method": request.method,
        "path": request.script_root + request.path,
    }


@app.get("/healthz")
def health():
    return ""
