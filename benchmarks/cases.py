"""Fields and verdicts over mails built from the facts of the cases."""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks._facts import MX, address_of, build, links_of
from benchmarks._shared import SHARED, missing, rows
from gyotaku.config import Settings
from gyotaku.domains import parse_url
from gyotaku.model import Dissection
from gyotaku.pipeline import read, verdict_of

SETTINGS = Settings(own_hosts=(MX,))
HONEST = ("genuine", "probably genuine", "official alert")


def fields_wrong(row: dict[str, Any], d: Dissection) -> list[str]:
    """Names of the told fields that the dissection does not show."""
    wrong = []
    subject = (row.get("subject") or "").strip()
    stamp = d.subject.spam_stamp or ""
    if subject and "".join(subject.split()) not in "".join((stamp + d.subject.text).split()):
        wrong.append("subject")
    if row.get("spam_stamp") and not d.subject.spam_stamp:
        wrong.append("spam_stamp")
    address = address_of(row.get("from_address"))
    if address and "recipient" not in row["from_address"]:
        shown = d.sender.address
        if shown is None or shown.local.lower() != address.partition("@")[0].lower():
            wrong.append("from_address")
    if row.get("received_ip") and (d.origin is None or d.origin.ip != row["received_ip"]):
        wrong.append("received_ip")
    hosts = {link.host for link in d.links}
    for _, url in links_of(row):
        parsed = parse_url(url)
        if parsed is not None and parsed.host not in hosts:
            wrong.append("link")
    return wrong


def phishing() -> None:
    """The mails bloggers call phishing; those with a subject and a sender count."""
    labels: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    told = [r for r in rows("others") if not any(h in r["verdict"] for h in HONEST)]
    counted = [r for r in told if r["subject"] and r["from_address"]]
    for row in told:
        d = read(build(row), SETTINGS)
        wrong.update(fields_wrong(row, d))
        if row in counted:
            verdict = verdict_of(d)
            labels[verdict.label] += 1
            if verdict.label not in ("phishing", "suspicious"):
                print(f"  missed: {row['id']}: {row['subject'][:50]} | {row['from_address']} | {verdict.probability}")
    called = labels["phishing"] + labels["suspicious"]
    print(f"others: {len(told)} mails, fields wrong: {dict(wrong) or 'none'}")
    print(
        f"others: called phishing or suspicious {called} of {len(counted)} ({called / len(counted):.1%}) {dict(labels)}"
    )


def genuine() -> None:
    """The honest mails; none may be called phishing."""
    honest = [r for r in rows("others") if any(h in r["verdict"] for h in HONEST)]
    known = [r for r in rows("genuine") if r["subject"] or r["from_address"]]
    for authenticated in (True, False):
        labels: Counter[str] = Counter()
        sure: Counter[str] = Counter()
        for row in known + honest:
            verdict = verdict_of(read(build(row, authenticated), SETTINGS))
            labels[verdict.label] += 1
            if row.get("confidence") != "low" and row["subject"] and row["from_address"]:
                sure[verdict.label] += 1
            if verdict.label == "phishing" or (authenticated and verdict.label == "suspicious"):
                print(f"  alarm: {row['id']} {verdict.label}: {(row['subject'] or '')[:40]} | {row['from_address']}"
                      f" | {[r.sign for r in verdict.reasons[:4]]}")  # fmt: skip
        how = "authenticated" if authenticated else "nothing stated"
        print(f"genuine, {how}: {dict(labels)}; with subject and sender, not low confidence: {dict(sure)}")


def seeds() -> None:
    """The five seeds' facts."""
    for row in rows("seeds"):
        d = read(build(row), SETTINGS)
        print(f"{row['id']}: {verdict_of(d).label}, fields wrong: {fields_wrong(row, d) or 'none'}")


def main() -> None:
    if missing(SHARED / "cases"):
        return
    seeds()
    phishing()
    genuine()


if __name__ == "__main__":
    main()
