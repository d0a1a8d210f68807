"""Makes `sim/code`: the kernels, compiled once by Numba, become shared libraries and WebAssembly."""
