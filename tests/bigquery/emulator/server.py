"""Everything put together: REST on one port, gRPC on another."""

from collections.abc import Callable

from bqemulator import server
from bqemulator.api.dependencies import AppContext
from bqemulator.config import LogLevel, Settings
from bqemulator.domain.errors import DomainError
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp

from emulator import patches, storage_read
from emulator.access_api import AccessApi, Connections
from emulator.ai.extension import Generation
from emulator.catalog_api import CatalogApi
from emulator.changes import Changes
from emulator.controls import Controls
from emulator.controls_api import ControlsApi
from emulator.errors import BigQueryError, from_emulator
from emulator.front import Front
from emulator.jobs import Jobs
from emulator.jobs_api import JobsApi, Locations
from emulator.loads import Loads
from emulator.ml.extension import MachineLearning
from emulator.models import Models
from emulator.queries import Queries
from emulator.store import Store


def make(project: str, rest_port: int, grpc_port: int) -> server.EmulatorServer:
    """Return the stand-in, ready to start; a port of 0 is a free one."""
    patches.apply()
    # The emulator makes its application when it starts: this is the place to put another in front of it.
    server.create_app = _around(server.create_app)
    settings = Settings(
        rest_host="127.0.0.1",
        rest_port=rest_port,
        grpc_host="127.0.0.1",
        grpc_port=grpc_port,
        default_project_id=project,
        enable_format_extensions=False,
        log_level=LogLevel.ERROR,
    )
    return server.EmulatorServer(settings)


def _around(emulators: Callable[[AppContext], ASGIApp]) -> Callable[[AppContext], ASGIApp]:
    def create(context: AppContext) -> ASGIApp:
        return _application(context, emulators(context))

    return create


def _application(context: AppContext, emulator: ASGIApp) -> ASGIApp:
    controls, connections = Controls(), Connections()
    store, jobs = Store(context), Jobs(controls)
    queries, loads = Queries(context, store), Loads(context, store)
    models = Models(context)
    generation = Generation(context, store, models, controls, connections)
    # Scalar calls first: what is left of a statement then is what its table functions read.
    queries.extensions = [
        Changes(store, models),
        generation,
        MachineLearning(store, queries, models, generation),
    ]
    storage_read.install(controls, store, jobs)
    app = FastAPI()
    for problem in (BigQueryError, DomainError, KeyError, Exception):
        app.add_exception_handler(problem, _refused)
    for api in (
        ControlsApi(controls, connections),
        JobsApi(jobs, queries, loads, Locations(store)),
        AccessApi(controls, connections),
        CatalogApi(context, controls, store, jobs, queries, models),
    ):
        app.include_router(api.router())
    app.mount("/", emulator)
    return Front(app, controls)


async def _refused(_: Request, problem: Exception) -> JSONResponse:
    error = from_emulator(problem)
    return JSONResponse(error.answer, status_code=error.status)
