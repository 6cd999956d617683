"""The messages that the ledger is made of: generated from the contracts by protoc, read by Debian's python3-protobuf."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILES = (
    "lianfang/files/v1/files.proto",
    "lianfang/submission/v1/ledger.proto",
    "lianfang/submission/v1/obligation.proto",
    "lianfang/submission/v1/return.proto",
    "lianfang/evaluation/v1/evaluation.proto",
    "lianfang/evaluation/v1/scorecard.proto",
    "lianfang/duty/v1/duty.proto",
    "lianfang/type/v1/access.proto",
    "lianfang/type/v1/assessment.proto",
    "lianfang/type/v1/plan.proto",
    "lianfang/type/v1/policies.proto",
    "lianfang/type/v1/task.proto",
    "lianfang/type/v1/figures.proto",
    "lianfang/type/v1/bounds.proto",
    "lianfang/type/v1/receipt.proto",
    "lianfang/type/v1/tree_head.proto",
    "google/api/field_behavior.proto",
    "google/type/date.proto",
    "google/type/money.proto",
    "google/type/timeofday.proto",
)

_generated = tempfile.TemporaryDirectory()
subprocess.run(
    ["protoc", "-I", ROOT / "proto", "-I", ROOT / "node_modules/google-proto-files", f"--python_out={_generated.name}", *FILES],
    check=True)
sys.path.insert(0, _generated.name)
import google  # noqa: E402  python3-protobuf's package, to which the generated google.api is added

google.__path__.append(f"{_generated.name}/google")

from lianfang.submission.v1 import ledger_pb2, obligation_pb2, return_pb2  # noqa: E402,F401
from lianfang.type.v1 import plan_pb2, receipt_pb2, tree_head_pb2  # noqa: E402,F401
from lianfang.evaluation.v1 import evaluation_pb2, scorecard_pb2  # noqa: E402,F401
from lianfang.duty.v1 import duty_pb2  # noqa: E402,F401


def micros(timestamp):
    """An instant as a number."""
    return timestamp.seconds * 1_000_000 + timestamp.nanos // 1000
