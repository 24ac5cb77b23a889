"""Runs all judges over all reports and the shipped example: `run.py [--program FILE] [--keep FOLDER]`.

Prints a line a check, the seconds each judge took, and `N passed, N failed` at the end; exits
with 1 if any check failed. Each judge can be run alone, with the same options.
"""

import time
from collections.abc import Callable

import docx_reads_back
import docx_templates
import docx_valid
import documents
import edition_2031
import feed_life
import findings_schema
import html_in_a_browser
import html_in_editors
import html_reads_back
import libreoffice_opens
import ofd_reads_back
import pages_look_alike
import pdf_any_text
import pdf_grid
import pdf_reads_back
import pdf_standards
import portal_ingest
import poster_reads_back
import refusals
import same_bytes
import standard_ledger
import xml_reads_back
import xml_way_back
from nianbao_judges.checks import Checks
from nianbao_judges.session import Session, main

JUDGES = (
    docx_reads_back,
    docx_valid,
    docx_templates,
    documents,
    xml_reads_back,
    xml_way_back,
    edition_2031,
    pdf_reads_back,
    pdf_grid,
    pdf_any_text,
    pages_look_alike,
    poster_reads_back,
    libreoffice_opens,
    same_bytes,
    refusals,
    findings_schema,
    feed_life,
    portal_ingest,
    html_reads_back,
    html_in_a_browser,
    html_in_editors,
    ofd_reads_back,
    pdf_standards,
    standard_ledger,
)


def timed(module) -> Callable[[Session, Checks], None]:
    """A judge that says how long it took."""

    def judge(session: Session, checks: Checks) -> None:
        start = time.monotonic()
        print(f"── {module.__name__}", flush=True)
        module.judge(session, checks)
        print(f"   {time.monotonic() - start:.1f} s", flush=True)

    return judge


if __name__ == "__main__":
    main([timed(module) for module in JUDGES])
