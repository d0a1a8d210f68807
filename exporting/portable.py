"""The LLVM text of the kernels, freed of everything that belongs to Python or to one processor."""

from __future__ import annotations

import re
from collections.abc import Sequence

KEPT = ("malloc", "free", "memset")
"""What the libraries ask of the process that loads them."""

FAILURES = ("negative dimensions", "array is too big", "Allocation failed")
"""All that a kernel may fail for: there is no memory for an array. The libraries do not say why they break off."""

HELPERS = """
declare ptr @malloc(i64)
declare void @free(ptr)
declare double @llvm.sqrt.f64(double)

define internal i8 @drop(ptr %count, i64 %by, i32 %how) {
  %old = load i64, ptr %count
  %new = sub i64 %old, %by
  store i64 %new, ptr %count
  %none = icmp eq i64 %new, 0
  %answer = zext i1 %none to i8
  ret i8 %answer
}

define internal ptr @NRT_MemInfo_alloc_aligned(i64 %size, i32 %align) {
  %more = add i64 %size, 96
  %base = call ptr @malloc(i64 %more)
  %full = icmp eq ptr %base, null
  br i1 %full, label %end, label %fill
fill:
  store i64 1, ptr %base
  %number = ptrtoint ptr %base to i64
  %past = add i64 %number, 95
  %data = and i64 %past, -32
  %place = getelementptr i8, ptr %base, i64 24
  store i64 %data, ptr %place
  br label %end
end:
  ret ptr %base
}

define internal void @NRT_MemInfo_call_dtor(ptr %base) {
  call void @free(ptr %base)
  ret void
}
"""
"""In place of Numba's runtime: memory that counts its readers, without atomics, as no other thread sees it."""

ENTRY = """
define i32 @{symbol}(ptr %words) {{
  %answer = alloca i64
  %failure = alloca ptr
  store i64 0, ptr %answer
  %status = call i32 @{inner}(ptr %answer, ptr %failure, i32 {number}, ptr %words)
  %good = icmp eq i32 %status, 0
  %value = load i64, ptr %answer
  %short = trunc i64 %value to i32
  %back = select i1 %good, i32 %short, i32 -1
  ret i32 %back
}}
"""


def portable(text: str, inner: str, symbols: Sequence[str]) -> str:
    """Return a module that needs nothing but `KEPT`, with an entry for each kernel and nothing else to be seen.

    Args:
        text: as Numba wrote it.
        inner: the function in it that takes a kernel's number and the block of words.
        symbols: entries to be made, by the kernels' numbers.
    """
    text = re.sub(r"declare i8 @llvm\.x86\.atomic\.sub\.cc\.i64.*", "", text)
    text = text.replace("@llvm.x86.atomic.sub.cc.i64", "@drop")
    text = re.sub(r"declare (noalias )?(ptr|void) @NRT_MemInfo_\w+.*", "", text)
    text = re.sub(r"declare double @(llvm\.)?sqrt(\.f64)?\(.*", "", text).replace("@sqrt(", "@llvm.sqrt.f64(")
    text = re.sub(r"= common (local_unnamed_addr )?global", "= internal global", text)
    text = re.sub(r"^define (linkonce_odr |weak_odr )?", "define internal ", text, flags=re.M)
    text = text.replace("define internal internal ", "define internal ")
    text += HELPERS + "".join(
        ENTRY.format(symbol=symbol, inner=inner, number=number) for number, symbol in enumerate(symbols)
    )
    asked = set(re.findall(r"^declare .*?@([\w.]+)\(", text, flags=re.M))
    if foreign := sorted(name for name in asked if not name.startswith("llvm.") and name not in KEPT):
        raise ValueError(f"the kernels ask for {', '.join(foreign)}; they may ask for {', '.join(KEPT)} alone")
    raised = re.findall(r"@\.const\.pickledata\.[\w.]+ = .*", text)
    if others := [one for one in raised if ".sha1" not in one and not any(why in one for why in FAILURES)]:
        raise ValueError(f"a kernel raises something else than lack of memory: {others[0]}")
    return text
