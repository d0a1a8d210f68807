"""How kernels run: by the code that is shipped, by Numba, which keeps what it compiles, or as plain Python.

All three give the same bits; they differ in what they need and how fast they are.
"""
