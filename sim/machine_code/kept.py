"""The machine code that Numba makes is kept on disk, and loaded only if every byte of it is as it was written.

What is damaged is set aside and compiled anew: Numba by itself would load it, and a process that runs damaged code
ends without a word, or goes on with wrong numbers.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core import caching as numba_caching
from numba.core import serialize as numba_serialize
from numba.core.compiler import CompileResult

from sim.machine_code.choice import tell
from sim.machine_code.sources import source_digest

serialize: Any = numba_serialize
compile_result: Any = CompileResult
ELSEWHERE = "let TRANSFER_LAB_CACHE name a folder that you may write to"
SUFFIX, ASIDE = ".code", ".damaged"


class Kept(numba_caching._Cache):
    """The machine code of one function: a file for every signature and processor, each written at one stroke.

    Numba's own keeps an index and numbered files. Of two processes that write at once, the one's index may then
    name the other's code, made for another processor.

    Args:
        function: the function, as Python wrote it.
    """

    def __init__(self, function: Any) -> None:
        code = function.__code__
        self._name = f"{function.__module__}.{function.__qualname__}-{code.co_firstlineno}".replace("<locals>.", "")
        # Numba sees what a function encloses as a part of it; its file is ours, and in the folder's name, or a guest's.
        enclosed = serialize.dumps([cell.cell_contents for cell in function.__closure__ or ()])
        self._body = hashlib.sha256(Path(code.co_filename).read_bytes() + code.co_code + enclosed).hexdigest()

    @property
    def cache_path(self) -> str | None:
        """The folder; None if there is none."""
        folder = code_folder()
        return None if folder is None else str(folder)

    def load_overload(self, signature: Any, context: Any) -> Any:
        """Return the code for a signature, ready to run; None if it is not there or not intact."""
        context.refresh()
        key = self._key(signature, context.codegen())
        path = self._path(key)
        content = None if path is None else intact(path)
        if path is None or content is None:
            return None
        try:
            kept, reduced = serialize.loads(content)
            if kept == key:
                return compile_result._rebuild(context, *reduced)
            why = "is of another function"
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is: it can be compiled anew
            why = f"cannot be loaded ({type(error).__name__}: {error})"
        set_aside(path, why)
        return None

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep the code for a signature, if it can be kept."""
        if result.lifted or result.library.has_dynamic_globals:
            tell(f"warning: the code of {self._name} holds addresses of this process: it is compiled at every start")
            return
        key = self._key(signature, result.codegen)
        path = self._path(key)
        if path is None or not keeps():
            return
        content = serialize.dumps((key, result._reduce()))
        try:
            write(path, digest_of(path, content) + content)
        except OSError as error:
            tell(f"warning: {path.parent}: {error.strerror}; the next command compiles the model again")

    def there(self, codegen: Any) -> bool:
        """Tell whether intact code for this processor is there."""
        folder = code_folder()
        found = [] if folder is None else folder.glob(f"{self._name}-{_short(codegen.magic_tuple())}-*{SUFFIX}")
        return any(intact(path) is not None for path in sorted(found))

    def _key(self, signature: Any, codegen: Any) -> Any:
        return signature, codegen.magic_tuple(), self._body

    def _path(self, key: Any) -> Path | None:
        folder, (signature, processor, body) = code_folder(), key
        name = f"{self._name}-{_short(processor)}-{_short((signature, body))}{SUFFIX}"
        return None if folder is None else folder / name

    def enable(self) -> None:
        """Do nothing: who keeps no code is not given this."""

    disable = flush = enable


def code_folder() -> Path | None:
    """Return the folder of compiled code for exactly these sources; None if nobody says where, and there is no home."""
    given = os.environ.get("TRANSFER_LAB_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(given) if given else Path.home() / ".cache"
    except RuntimeError:
        return None
    made_of = f"{source_digest()} {numba.__version__} {sys.version}"
    return base / "transfer-policy-lab" / hashlib.sha256(made_of.encode()).hexdigest()[:24]


def keeps() -> bool:
    """Tell whether code that is compiled now will be there for the next command; says why not."""
    folder = code_folder()
    if folder is None:
        tell(f"warning: compiled code cannot be kept, as there is no home folder; {ELSEWHERE}")
        return False
    return _writable(folder)


@cache
def _writable(folder: Path) -> bool:
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        write(probe, b"")
        probe.unlink()
    except OSError as error:
        tell(f"warning: compiled code cannot be kept in {folder} ({error.strerror}); {ELSEWHERE}")
        return False
    return True


def intact(path: Path) -> bytes | None:
    """Return the content of a file of code; None if there is none, or if it is damaged: then it is set aside."""
    try:
        whole = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        set_aside(path, f"cannot be read ({error.strerror})")
        return None
    content = whole[hashlib.sha256().digest_size :]
    if digest_of(path, content) + content != whole:
        set_aside(path, "is damaged")
        return None
    return content


def digest_of(path: Path, content: bytes) -> bytes:
    """Return the digest that a file begins with; it holds its name as well, so that no file passes for another."""
    return hashlib.sha256(f"1 {path.parent.name}/{path.name}\n".encode() + content).digest()


def set_aside(path: Path, why: str) -> None:
    """Take a file of code out of the way, and say so."""
    try:
        path.replace(path.with_suffix(ASIDE))
        done = f"set aside (its end is now {ASIDE})"
    except FileNotFoundError:
        return  # another process was first, and said it
    except OSError as error:
        done = f"not loaded, and cannot be set aside ({error.strerror})"
    tell(f"warning: {path} {why}: {done}, compiled anew", logging.ERROR)


def write(path: Path, content: bytes) -> None:
    """Write a file at one stroke: whoever reads it finds the whole of it, or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    try:
        new.write_bytes(content)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _short(what: Any) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]
