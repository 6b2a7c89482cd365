FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.lock ./
RUN pip install --no-deps --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY community community
COPY arena arena
COPY storage storage
COPY sandbox sandbox
RUN pip install --no-deps --no-build-isolation .

RUN useradd --create-home blindbout && mkdir /data && chown blindbout /data
USER blindbout
ENV DATABASE_URL=sqlite+aiosqlite:////data/blindbout.db
VOLUME /data

CMD ["blindbout", "run"]
