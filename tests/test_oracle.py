"""`scripts/check-oracle` tells right answers from wrong ones."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "check-oracle"

DOCS = [
    {"id": "a", "title": "Harbour strike", "text": "Talks on the U.S. ferry strike ended early."},
    {"id": "b", "title": "", "text": "The minister welcomed talks about the harbour, and the strikers went home."},
    {"id": "c", "title": "Quay", "text": "Nothing about ferries."},
]
RIGHT = [
    (["term", "strike"], ["a"]),
    (["term", "u"], ["a"]),
    (["prefix", "strik"], ["a", "b"]),
    (["phrase", ["strike", "talks"]], ["a"]),
    (["near", ["harbour", "talks"], 2], ["a", "b"]),
    (["near", ["minister", "harbour"], 3], []),
    (["and", ["term", "about"], ["not", ["term", "harbour"], ["term", "ferry"]]], ["b"]),
    (["or", ["term", "quay"], ["phrase", ["went", "home"]]], ["b", "c"]),
]


def check(folder: Path, answers: list[tuple[list[object], list[str]]]) -> subprocess.CompletedProcess[str]:
    docs, key = folder / "docs.jsonl.gz", folder / "answers.jsonl"
    with gzip.open(docs, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(doc) + "\n" for doc in DOCS)
    lines = [json.dumps({"ast": ast, "n": len(ids), "ids": ids}) for ast, ids in answers]
    key.write_text("\n".join(['{"collection": "made up"}', *lines]), encoding="utf-8")
    return subprocess.run([sys.executable, SCRIPT, docs, key], capture_output=True, text=True, check=False)


def test_right_answers_pass_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    done = check(tmp_path, RIGHT)
    assert (done.returncode, done.stdout) == (0, f"{len(RIGHT)} queries, 0 answered wrongly\n")
    done = check(tmp_path, [*RIGHT, (["term", "ferry"], ["a", "c"])])
    assert done.returncode == 1
    assert '["term", "ferry"]: 2 matches expected, 1 found' in done.stdout
