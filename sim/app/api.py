"""Requests of the page, as Starlette hands them over: small, in JSON, answered in plain data or in problems."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from sim.app.lab import LARGEST_BODY, Laboratory, Refused, StudyError, said
from sim.language import _
from sim.scenario import ScenarioError

Handler = Callable[[Request], Awaitable[Response]]


def api_of(lab: Laboratory) -> Starlette:
    """Return the app that answers the laboratory's page."""

    async def page(request: Request) -> Response:
        body = await run_in_threadpool(lab.page, request.query_params.get("region", ""))
        packed = "gzip" in request.headers.get("accept-encoding", "")
        coded = {"content-encoding": "gzip"} if packed else {}
        return Response(
            body if packed else gzip.decompress(body),
            media_type="text/html",
            headers={"cache-control": "no-cache", **coded},
        )

    async def run(request: Request) -> Response:
        task = await _body(request)
        return JSONResponse(await asyncio.wrap_future(lab.run(task)))

    async def why(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(lab.why, await _body(request)))

    async def region(request: Request) -> Response:
        if request.method == "GET":
            asked = request.query_params.get("region", "")
            return JSONResponse({"files": await run_in_threadpool(lab.region_files, asked)})
        files = _texts((await _body(request))["files"])
        return JSONResponse({"region": await run_in_threadpool(lab.take_region, files)})

    async def studies(request: Request) -> Response:
        if request.method == "GET":
            return JSONResponse(await run_in_threadpool(lab.studies.all))
        asked = await _body(request)
        started = await run_in_threadpool(lab.studies.start, str(asked["name"]), str(asked["text"]))
        return JSONResponse({"name": started})

    async def study(request: Request) -> Response:
        await _body(request)
        acts = {"stop": lab.studies.stop, "go": lab.studies.go_on, "report": lab.studies.report}
        act = request.path_params["act"]
        if act not in acts:
            raise Refused([said(act, _("nothing of that name can be done"), ", ".join(acts))], 404)
        await run_in_threadpool(partial(acts[act], request.path_params["name"]))
        return JSONResponse({})

    async def file(request: Request) -> Response:
        given = request.path_params
        return FileResponse(await run_in_threadpool(lab.studies.file, given["name"], given["path"]))

    return Starlette(
        routes=[
            Route("/", answered(page)),
            Route("/api/run", answered(run), methods=["POST"]),
            Route("/api/why", answered(why), methods=["POST"]),
            Route("/api/region", answered(region), methods=["GET", "POST"]),
            Route("/api/studies", answered(studies), methods=["GET", "POST"]),
            Route("/api/studies/{name}/{act}", answered(study), methods=["POST"]),
            Route("/studies/{name}/{path:path}", answered(file)),
        ],
    )


def answered(handler: Handler) -> Handler:
    """Turn what is wrong with a request into an answer with its problems."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refused:
            return JSONResponse({"problems": refused.problems}, refused.status)
        except ScenarioError as error:
            told = [said(one.location, one.found, one.allowed, one.hint) for one in error.problems]
            return JSONResponse({"problems": told}, 400)
        except (StudyError, ValueError, KeyError, TypeError, OverflowError) as error:
            return JSONResponse({"problems": [said("request", str(error), "")]}, 400)

    return answer


def _texts(files: Any) -> dict[str, str]:
    """Return texts by name, whatever was sent."""
    return {str(name): str(text) for name, text in dict(files).items()}


async def _body(request: Request) -> dict[str, Any]:
    """Read a request's JSON; a form of a foreign page cannot send that type unasked."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Refused([said("request", _("it is no JSON"), _("content-type: application/json"))], 415)
    whole = b""
    async for part in request.stream():
        whole += part
        if len(whole) > LARGEST_BODY:
            raise Refused(
                [said("request", _("it is too long"), _("at most {largest_body:,} bytes", largest_body=LARGEST_BODY))],
                413,
            )
    found = json.loads(whole)
    if not isinstance(found, dict):
        raise Refused([said("request", _("it is no object"), "{...}")])
    return found
