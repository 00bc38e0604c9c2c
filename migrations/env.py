"""Run migrations on the engine that tracker/migrate.py hands over."""

from alembic import context

from tracker.models import Base

engine = context.config.attributes["engine"]


def set_foreign_keys(connection, value: str) -> None:
    """SQLite changes a table by copying it: while the old one is away, rows that refer to it must be let be.

    The setting only takes outside a transaction, and SQLAlchemy begins one with the first statement; hence the driver's own.
    """
    if engine.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={value}")


with engine.connect() as connection:
    set_foreign_keys(connection, "OFF")
    try:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    finally:
        connection.rollback()
        set_foreign_keys(connection, "ON")
