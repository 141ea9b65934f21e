"""Benchmarks behind every figure that we quote."""
