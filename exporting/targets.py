"""The portable text becomes a library for each kind of machine, and WebAssembly."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FUSED = re.compile(r"^\tv?fn?m(add|sub|la|ls)\w*\t(?!.*\bx\d)", re.M)
"""Instructions that multiply and add with one rounding; those of whole numbers in registers x are others."""
TAKE = """#include <stdlib.h>
void *take(int32_t bytes) { return calloc(1, bytes); }
"""


@dataclass(frozen=True)
class Target:
    """One kind of machine.

    Attributes:
        file: name of the library.
        triple: as LLVM calls it.
        processor: the least one that it must run on.
        features: of the processor, beside.
        linked: arguments by which Zig makes a library of an object.
    """

    file: str
    triple: str
    processor: str
    linked: tuple[str, ...]
    features: str = ""

    @property
    def pointers_are_short(self) -> bool:
        """Whether an address takes 4 bytes: then structs of addresses are not laid out as the text was made for."""
        return self.triple.startswith("wasm32")


ALONE = ("-shared", "-nostdlib", "-Wl,-s")


def named(name: str) -> tuple[str, str]:
    """Return how a library for macOS is linked: under its own name, not that of the folder in which it is made."""
    return "-shared", f"-Wl,-install_name,@rpath/{name}"


WASM = ("+bulk-memory", "+bulk-memory-opt", "+sign-ext", "+mutable-globals", "+nontrapping-fptoint")
TARGETS = (
    Target("linux-x86_64.so", "x86_64-unknown-linux-gnu", "x86-64", ("-target", "x86_64-linux-gnu", *ALONE)),
    Target("linux-aarch64.so", "aarch64-unknown-linux-gnu", "generic", ("-target", "aarch64-linux-gnu", *ALONE)),
    Target(
        "macos-x86_64.dylib",
        "x86_64-apple-macosx11.0.0",
        "x86-64",
        ("-target", "x86_64-macos.11.0", *named("macos-x86_64.dylib")),
    ),
    Target(
        "macos-arm64.dylib",
        "arm64-apple-macosx11.0.0",
        "apple-m1",
        ("-target", "aarch64-macos.11.0", *named("macos-arm64.dylib")),
    ),
    Target(
        "quarter.wasm",
        "wasm32-unknown-unknown",
        "generic",
        ("-target", "wasm32-wasi", "-O2", "-mexec-model=reactor", "-Wl,--strip-all", "-Wl,-z,stack-size=4194304"),
        ",".join(WASM),
    ),
)


def make(target: Target, text: str, symbols: tuple[str, ...], folder: Path) -> None:
    """Write the library of one kind of machine.

    Args:
        target: the kind of machine.
        text: see `portable`.
        symbols: what the library lets others call.
        folder: where to write it.

    Raises:
        ValueError: if the code has fused instructions, which round otherwise.
    """
    import llvmlite.binding as llvm

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    of_triple = llvm.Target.from_triple(target.triple)
    machine = of_triple.create_target_machine(
        cpu=target.processor, features=target.features, opt=3, reloc="pic", codemodel="default"
    )
    if target.pointers_are_short:
        text = _with_room_for_addresses(text, llvm)
    text = re.sub(r"^target datalayout = .*", f'target datalayout = "{machine.target_data}"', text, count=1, flags=re.M)
    text = re.sub(r"^target triple = .*", f'target triple = "{target.triple}"', text, count=1, flags=re.M)
    module = llvm.parse_assembly(text)
    module.verify()
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)
    if fused := FUSED.search(machine.emit_assembly(module)):
        raise ValueError(f"{target.file}: fused instructions, such as {fused[0].strip()}, round otherwise")
    _link(target, machine.emit_object(module), symbols, folder / target.file)


def _with_room_for_addresses(text: str, llvm: Any) -> str:
    """Give every place on the stack the bytes that it has where addresses are long; ask for memory by a short number.

    What lies in a struct is found by counting bytes: the text was optimised for long addresses.
    """
    sizes = llvm.create_target_data(llvm.parse_assembly(text).data_layout)
    placed = set(re.findall(r"= alloca ([^\n]*?)(?:, align \d+)?$", text, flags=re.M))
    for kind in (kind for kind in placed if "ptr" in kind):
        probe = llvm.parse_assembly(f"@probe = external global {kind}").get_global_variable("probe")
        room = f"[{sizes.get_abi_size(probe.global_value_type)} x i8]"
        text = text.replace(f"= alloca {kind}\n", f"= alloca {room}, align 8\n")
        text = text.replace(f"= alloca {kind},", f"= alloca {room},")
    text = text.replace("declare ptr @malloc(i64)", "declare ptr @malloc(i32)")
    short = "%short = trunc i64 %more to i32\n  %base = call ptr @malloc(i32 %short)"
    return text.replace("%base = call ptr @malloc(i64 %more)", short)


def _link(target: Target, made: bytes, symbols: tuple[str, ...], file: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        (here / "quarter.o").write_bytes(made)
        command = [sys.executable, "-m", "ziglang", "cc", *target.linked, "-o", str(file), str(here / "quarter.o")]
        if target.pointers_are_short:
            (here / "take.c").write_text("#include <stdint.h>\n" + TAKE, encoding="ascii")
            command += [str(here / "take.c"), *(f"-Wl,--export={name}" for name in ("take", *symbols))]
        subprocess.run(command, check=True)
    file.chmod(0o644)
