"""The rules of the house about files, held against the tree that git tracks."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    "bot", "adapters", "core", "tests", "docs", ".ci", "config.example.toml", "pyproject.toml", "README.md", "README.ar.md",
    "run.sh", "LICENSE", "SECURITY.md", "constraints.txt", ".gitignore", ".editorconfig", ".pre-commit-config.yaml",
    "Dockerfile", "compose.yaml", ".dockerignore",
}  # fmt: skip
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
# Split so that this file does not name them itself.
HOSTS = re.compile(
    "|".join(("pypi" + r"\.org", "files" + r"\.pythonhosted", "registry" + r"\.npmjs", "deb" + r"\.debian"))
)
MACHINE_PATH = re.compile(r"(^|[^A-Za-z.])/(" + "work|" + "farm" + r")/")


def tracked(pattern: str = "*") -> list[Path]:
    """The files that git tracks or would track."""
    listed = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


SOURCES = [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in {"bot", "core", "adapters"}]


def test_the_top_level_is_the_one_on_the_card() -> None:
    """Nothing stands at the top level but what the README's map shows."""
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_source_file_is_short_and_finished(path: Path) -> None:
    """No source file has more than 400 lines or leaves something open."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    assert not UNFINISHED.search(text)


def test_folders_are_small() -> None:
    """No folder of source files has more than sixteen of them."""
    counts: dict[Path, int] = {}
    for path in SOURCES:
        counts[path.parent] = counts.get(path.parent, 0) + 1
    assert {str(folder.relative_to(ROOT)): n for folder, n in counts.items() if n > 16} == {}


def test_nothing_names_a_registry_or_a_path_of_one_machine() -> None:
    """Locks, configuration and docs work anywhere."""
    guilty = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if HOSTS.search(text) or MACHINE_PATH.search(text):
            guilty.append(str(path.relative_to(ROOT)))
    assert guilty == []


def test_every_test_says_in_a_sentence_what_it_shows() -> None:
    """Each test function has a docstring and is not switched off."""
    guilty = []
    for path in tracked("tests/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                if not ast.get_docstring(node):
                    guilty.append(f"{path.relative_to(ROOT)}:{node.name}")
                if any(isinstance(n, ast.Assert) and isinstance(n.test, ast.Constant) for n in ast.walk(node)):
                    guilty.append(f"{path.relative_to(ROOT)}:{node.name} asserts a constant")
    assert guilty == []


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link in a Markdown file names a file that is there."""
    broken = []
    for path in tracked("*.md"):
        targets = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        gone = [target for target in targets if "://" not in target and not (path.parent / target).exists()]
        broken += [f"{path.relative_to(ROOT)} -> {target}" for target in gone]
    assert broken == []
