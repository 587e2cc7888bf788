"""How long TensorBoard takes to load a run: loading_side.py STEPS FOLDER. Its numbers are those of `RecordingOfDraws`."""

import os
import re
import struct
import subprocess
import sys

steps, folder = int(sys.argv[1]), sys.argv[2]

import numpy as np
import tensorboard
import tensorboard_data_server

import dialogue
import draws

START, SECONDS = 1.7e9, 25e-6
# Integers number the random series; floats are constant.
SERIES = {"loss": 0, "grad_norm": 1, "clipped_norm": 2, "clip_coefficient": 3, "max_norm": 1.0, "lr": 1e-3}


def crc_table():
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = table >> np.uint32(1) ^ np.where(table & 1, np.uint32(0x82F63B78), np.uint32(0))
    return table.tolist()


TABLE = crc_table()


def masked_crc(data):
    """The masked CRC-32C of TFRecord files."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return (crc >> 15 | crc << 17) + 0xA282EAD8 & 0xFFFFFFFF


def framed(payload):
    """A record of a TFRecord file. The server checks the payload's checksum only if the payload cannot be parsed."""
    length = struct.pack("<Q", len(payload))
    return length + struct.pack("<I", masked_crc(length)) + payload + struct.pack("<I", masked_crc(payload))


def field(number, content):
    return bytes([number << 3 | 2, len(content)]) + content


def event(tag):
    """An Event message with the time 0, the step 0 in four bytes, and a Summary of one value 0."""
    value = field(1, tag.encode()) + b"\x15" + bytes(4)
    return framed(b"\x09" + bytes(8) + b"\x10\x80\x80\x80\x00" + field(5, field(1, value)))


def write_events(path, chunk=1 << 17):
    """One event for each number, as by SummaryWriter, with the bytes that differ filled in for many steps at once."""
    records = [event(tag) for tag in SERIES]
    starts = np.cumsum([0] + [len(record) for record in records])
    drawn = {t: draws.bits(draw, (steps,)) % 1_000_000 / 1e6 for t, draw in SERIES.items() if isinstance(draw, int)}
    with open(path, "wb") as file:
        file.write(framed(b"\x09" + struct.pack("<d", START) + field(3, b"brain.Event:2")))
        for begin in range(0, steps, chunk):
            numbers = np.arange(begin + 1, min(begin + chunk, steps) + 1)
            rows = np.tile(np.frombuffer(b"".join(records), np.uint8), (len(numbers), 1))
            for start, end, (tag, constant) in zip(starts, starts[1:], SERIES.items()):
                rows[:, start + 13 : start + 21] = (START + numbers * SECONDS)[:, None].view(np.uint8)
                for place in range(4):
                    more = 0x80 if place < 3 else 0
                    rows[:, start + 22 + place] = numbers >> 7 * place & 0x7F | more
                values = drawn[tag][begin : begin + len(numbers)] if tag in drawn else np.full(len(numbers), constant)
                rows[:, end - 8 : end - 4] = values.astype("<f4")[:, None].view(np.uint8)
            file.write(rows.tobytes())


class Loading:
    parameters = 0

    def __init__(self):
        write_events(os.path.join(folder, "events.out.tfevents.1700000000.benchmark"))


def timed(side, _, blocks, count):
    return [sum(load() for _ in range(count)) / count for _ in range(blocks)]


def load():
    """The seconds that the data server reports for its load; it keeps 1,000 points of each series, its default."""
    command = [tensorboard_data_server.server_binary(), "--logdir", folder, "--reload", "once", "--port", "0", "-v"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for line in server.stderr:
            if found := re.search(r"Finished load cycle \(([\d.]+)(s|ms)\)", line):
                return float(found[1]) * (1 if found[2] == "s" else 1e-3)
        raise SystemExit("TensorBoard's data server ended before it had loaded")
    finally:
        server.kill()
        server.wait()


dialogue.serve(f"TensorBoard {tensorboard.__version__}", Loading, timed=timed)
