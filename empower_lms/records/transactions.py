"""Transactions: writers share one with their caller, and refuse to run without it."""

from contextlib import AbstractContextManager

from django.db import connection, transaction


class OutsideTransaction(RuntimeError):
    """A writer was called outside a transaction: half of what belongs together could be stored."""


def open_transaction() -> AbstractContextManager[object]:
    """Open the transaction that writers ask for; inside another one it is a savepoint."""
    return transaction.atomic()


def require_transaction() -> None:
    """Refuse to go on outside a transaction.

    Raises:
        OutsideTransaction: when nothing would undo a half-finished write.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("call this inside records.transaction()")
