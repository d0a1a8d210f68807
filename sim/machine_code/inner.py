"""Rules are written down for the kernels that call them, and nothing else is made of them.

Numba by itself optimises every function and makes machine code of it; then the functions that call it take it in and
are optimised again. Here a rule is typed and written as LLVM code alone: kernels, which take in all that they call, are
optimised once and made machine code once.
"""

from __future__ import annotations

from typing import Any

from numba.core import compiler as numba_compiler
from numba.core import cpu as numba_cpu
from numba.core import typed_passes
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_machinery import register_pass

compiler: Any = numba_compiler
cpu: Any = numba_cpu


class Part(JITCodeLibrary):
    """LLVM code of a rule and of all that it calls, as it was written."""

    def _optimize_final_module(self) -> None:
        """Leave it to whoever calls the rule."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class WriteDown(typed_passes.NativeLowering):
    """Write a rule as LLVM code that other functions may call."""

    _name = "native_lowering"

    def run_pass(self, state: Any) -> bool:
        """Write it; its entry, by which callers know it, has no machine code."""
        state.library = Part(state.targetctx.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        written = state.cr
        about = written.fndesc
        entry = cpu._dynfunc.make_function(about.lookup_module(), about.qualname, "", 0, written.env, (state.library,))
        state.targetctx.insert_user_function(entry, about, [state.library])
        state.cr = written._replace(cfunc=entry)
        return True


class Written(compiler.CompilerBase):
    """What a rule goes through."""

    def define_pipelines(self) -> list[Any]:
        """Return Numba's own way, with one step in place of that which makes machine code."""
        whole = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)
        steps = whole.passes
        whole.passes = [(WriteDown if step is typed_passes.NativeLowering else step, why) for step, why in steps]
        whole.finalize()
        return [whole]
