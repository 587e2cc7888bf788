"""YNNPACK multiplies matrices for XLA and detects the processor's instructions itself: XLA's flag for the newest ones does
not reach it. It stores them as bits of a number in jaxlib, which is read and masked here."""

import ctypes
import mmap
import re
import struct

import jaxlib
import numpy as np

# The meaning of each bit, as in ynnpack/base/arch.h of the version in jaxlib 0.10.2; later bits belong to AVX-512.
NAMES = ["SSE2", "SSSE3", "SSE4.1", "AVX", "AVX with F16C", "AVX2", "AVX2 with FMA", "AVX-512"]
FUNCTION = b"_ZN3ynn24get_supported_arch_flagsEv"
FLAGS = b"_ZZN3ynn24get_supported_arch_flagsEvE5flags"
SYMBOL = np.dtype([("name", "<u4"), ("kind", "<u4"), ("value", "<u8"), ("size", "<u8")])


def symbols(path, names):
    """The addresses of functions and variables of a library, from its symbol table."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as elf:
        (table,) = struct.unpack_from("<Q", elf, 0x28)
        size, count = struct.unpack_from("<HH", elf, 0x3A)
        sections = [struct.unpack_from("<IIQQQQII", elf, table + i * size) for i in range(count)]
        _, _, _, _, start, length, link, _ = next(section for section in sections if section[1] == 2)
        text, end = sections[link][4], sections[link][4] + sections[link][5]
        entries = np.frombuffer(elf[start : start + length], SYMBOL)
        places = [elf.find(b"\0" + name + b"\0", text, end) + 1 - text for name in names]
        return [int(entries["value"][entries["name"] == place][0]) for place in places]


def loaded():
    """The path and the address of the library that holds YNNPACK."""
    with open("/proc/self/maps") as maps:
        found = re.search(r"^(\w+)-\w+ \S+ 0+ \S+ \S+ +(.*/libjax_common\.so)$", maps.read(), re.MULTILINE)
    return found[2], int(found[1], 16)


def kernels(allowed):
    """Limits YNNPACK to the allowed flags, if they are given, and returns the name of the newest that remains."""
    try:
        path, base = loaded()
        function, flags = symbols(path, [FUNCTION, FLAGS])
    except (TypeError, StopIteration, IndexError):
        if allowed is None:
            return "unknown"
        raise SystemExit(f"YNNPACK cannot be held to a level in jaxlib {jaxlib.__version__}: jaxlib 0.10.2 is needed")
    found = ctypes.CFUNCTYPE(ctypes.c_uint64)(base + function)()
    if allowed is not None:
        found &= allowed
        ctypes.c_uint64.from_address(base + flags).value = found
    return [name for bit, name in enumerate(NAMES) if found >> bit & 1][-1]
