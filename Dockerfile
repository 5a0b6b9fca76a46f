# One image for web, worker and migrations; docker-compose.yml shows the three commands.
# It holds no secret and no state: everything it needs to know comes from the environment.
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /srv/afterword
COPY requirements.lock ./
# The lock is one list with hashes, so all of it is installed and the tools of the dev group are taken out again.
RUN pip install --require-hashes -r requirements.lock \
    && pip uninstall -y hypothesis import-linter grimp mypy pytest ruff time-machine
COPY pyproject.toml README.md ./
COPY app app
# Editable: templates, migrations and alembic.ini are found beside the code, as in a checkout.
RUN pip install --no-deps --no-build-isolation -e .

FROM python:3.13-slim-trixie
RUN useradd --create-home --uid 10001 afterword
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /srv/afterword
COPY --from=build /opt/venv /opt/venv
COPY alembic.ini pyproject.toml ./
COPY migrations migrations
COPY app app
USER afterword
EXPOSE 8000
# The worker answers no HTTP and switches this off.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["afterword", "serve", "--host", "0.0.0.0", "--port", "8000"]
