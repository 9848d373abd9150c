"""What the server is judged by (a): a handler that reads the body and says yes, behind the same server."""

import sys

from flask import Flask, Response, request

from lrs.serve import serve
from lrs.settings import Settings


def create() -> Flask:
    """Return the smallest honest Flask application."""
    app = Flask(__name__)

    @app.route("/noop", methods=["GET", "POST"])
    def noop() -> Response:
        request.get_data()
        return Response(b'["00000000-0000-4000-8000-000000000000"]', mimetype="application/json")

    return app


if __name__ == "__main__":
    serve(Settings(port=int(sys.argv[1])), "benchmarks.noop:create")
