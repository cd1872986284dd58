"""A second judge of orders, written from docs/trust.md alone (sections 11 to 15), in Python's standard library alone.

Reads lines of JSON and answers each with one line. `{"base": {"device", "scripts", "bodies"}}`: what holds where a
question says nothing else. A question is as in tests/golden/trust/refused-orders.json; the answer is
`{"verdict": "accepted", "hash", "class", "floor", "job"}`, `{"verdict": "waiting", "hash", "until"}` or
`{"verdict": "refused", "code"}`; `{"verdict": "crashed"}` says that this judge is wrong. With `"without": name` the check of
that name is left out, for showing that somebody would notice.
"""

import json
import sys
import threading

from verifier.forms import (
    CLASSES,
    DAYS_90,
    Refused,
    fits,
    from_base64,
    hash_of,
    is_order,
    is_script,
    is_shaped,
    is_standing,
    length,
    read_statement,
    refuse,
    script_in,
)
from verifier.opening import digest, fits_tree, opened_box, people, signers_of, type_of, unpacked
from verifier.selectors import holds_for

HOUR = 3_600_000
WAIT = 600_000
RAW = {"exits": {"done": [0], "notApplicable": [], "rebootNeeded": []}, "output": 1_048_576}


class Inquiry:
    """One question to one device, and what has become known of it. Each check is a method; `CHECKS` is their order."""

    def __init__(self, question, held, skip):
        self.question, self.held, self.skip = question, held, skip
        self.kind = question["kind"]
        self.root, self.device, self.grant = held["root"], held["device"], held["grant"]
        self.revoke = held["revoke"] or {"version": 0, "keys": [], "orders": [], "stop": 0}
        self.confirmed = 0 if held["fresh"] is None else held["fresh"]["until"]
        self.clock = max(held["now"], held["floor"])
        self.told = {}
        for envelope in question.get("scripts") or []:
            self.tell(envelope)

    def tell(self, envelope):
        """One that has the shape of an envelope and a payload in base 64 is there; of several with one payload, the last."""
        if is_shaped(envelope):
            payload = from_base64(envelope["payload"])
            if payload is not None:
                self.told[hash_of(payload)] = (envelope, payload)

    def envelope(self):
        type_ = "order" if self.kind == "order" else "standing"
        self.payload, self.data, self.signatures = unpacked(self.question["envelope"], type_, self.skip)

    def signer(self):
        self.signers = signers_of(self.data, self.signatures, self.root, ("operator", "approver"), self.skip)

    def revoked_key(self):
        refuse(self.skip != "revoked" and self.signers & set(self.revoke["keys"]), "revoked")

    def key_expired(self):
        refuse(any(self.clock >= self.root["keys"][one].get("until", self.clock + 1) for one in self.signers), "key-expired")

    def statement(self):
        self.order = read_statement(self.payload, is_order if self.kind == "order" else is_standing, self.skip)
        self.time = max(self.clock, self.order["iat"])

    def firing(self):
        if self.kind != "firing":
            return
        firing, trigger = self.question["firing"], self.order["trigger"]
        refuse(firing["kind"] != trigger["kind"], "fields")
        if trigger["kind"] == "rule":
            refuse(firing["rule"] != trigger["rule"]["id"], "fields")
            refuse(firing["severity"] == "warning" and trigger["severity"] == "critical", "fields")

    def tenant(self):
        refuse(self.order["tenant"] != self.root["tenant"], "tenant")

    def root_(self):
        signed, held = self.order["root"], self.root["version"]
        refuse(signed != held if self.kind == "order" else signed > held, "root")

    def rev(self):
        refuse(self.order["rev"] > self.revoke["version"], "rev")

    def revoked_order(self):
        refuse(self.order["id"] in self.revoke["orders"] or self.revoke["stop"] > self.order["iat"], "revoked")

    def fresh(self):
        if self.kind != "order" and self.order["class"] == "read":
            return
        refuse(self.clock >= self.confirmed or self.clock >= self.root["expires"], "fresh")

    def iat(self):
        refuse(self.order["iat"] > max(self.clock, self.confirmed), "iat")

    def nbf(self):
        if self.kind == "order":
            refuse(self.time < self.order["nbf"], "nbf")
        elif self.kind == "firing" and self.question["firing"]["kind"] == "clock":
            refuse(self.time < self.question["firing"]["due"], "nbf")

    def exp(self):
        refuse(self.time >= self.order["exp"], "exp")
        refuse(self.kind == "firing" and not self.order["enabled"], "exp")

    def window(self):
        iat, exp = self.order["iat"], self.order["exp"]
        nbf = self.order.get("nbf", iat)
        refuse(nbf < iat or exp <= nbf or exp > iat + DAYS_90, "window")

    def target_id(self):
        if self.kind == "order":
            refuse(not fits_tree(self.question.get("path"), self.order["targets"], self.device), "target-id")

    def target_host(self):
        if self.kind == "order":
            own = digest(1, self.device["host"].encode("utf-8"))
            refuse(from_base64(self.question["path"]["hashes"][0]) != own, "target-host")

    def selector(self):
        if self.kind == "order":
            return
        refuse(self.grant is None or self.grant["device"] != self.device["id"], "selector")
        refuse(not holds_for(self.order["selector"], self.grant), "selector")

    @property
    def action(self):
        return self.order["action"] if self.kind == "order" else {"kind": "script", "steps": self.order["steps"]}

    @property
    def steps(self):
        return self.action.get("steps", [])

    def script_of(self, step):
        """The statement that a step names, if it came and is of its form."""
        found = self.told.get(step["what"]["script"]["statement"])
        return script_in(found[1]) if found is not None and found[0]["payloadType"] == type_of("script") else None

    def reckoned(self):
        """Section 13."""
        kind = self.action["kind"]
        raw = any("raw" in step["what"] for step in self.steps)
        scripts = [self.script_of(step) for step in self.steps if "script" in step["what"]]
        classes = {script["class"] for script in scripts if script is not None}
        count = self.order["targets"]["count"] if self.kind == "order" else 0
        critical = self.grant is not None and self.grant["labels"].get("critical") == "true"
        many = count > self.root["policy"]["bulk"] or (kind == "reboot" and count != 1)
        if raw or many or critical or kind == "agent-update" or "dangerous" in classes:
            return "dangerous"
        return "change" if kind in ("unit-restart", "reboot") or "change" in classes else "read"

    def class_(self):
        if self.kind != "standing":
            refuse(CLASSES.index(self.reckoned()) > CLASSES.index(self.order["class"]), "class")

    def quorum(self):
        roles, op = self.root["roles"], self.order["op"]
        refuse(op not in self.signers or op not in roles["operator"]["keys"], "quorum")
        operators = people(self.root, "operator", self.signers)
        refuse(len(operators) < roles["operator"]["threshold"], "quorum")
        two = self.order["class"] == "dangerous" if self.kind == "order" else self.order["enabled"]
        if not two or self.root["policy"]["solo"]:
            return
        approvers = people(self.root, "approver", self.signers)
        refuse(len(approvers) < roles["approver"]["threshold"], "quorum")
        refuse(len(operators | approvers) < roles["operator"]["threshold"] + roles["approver"]["threshold"], "quorum")

    def scope(self, signers=None):
        for keyid in self.signers if signers is None else signers:
            sites = self.root["keys"][keyid].get("sites")
            refuse(sites is not None and (self.grant is None or self.grant["site"] not in sites), "scope")

    def program(self, step):
        """What a step would run here: the body's hash and size; None where its script has nothing for this platform."""
        if "raw" in step["what"]:
            return step["what"]["raw"]
        script = self.script_of(step)
        if script is None:
            return None
        programs, platform = script["programs"], self.device["platform"]
        return programs.get(platform) or (programs.get("linux") if platform == "openwrt" else None)

    def script_hash(self):
        for step in self.steps if self.kind != "standing" else []:
            raw = "raw" in step["what"]
            refuse(not raw and step["what"]["script"]["statement"] not in self.told, "script-hash")
            program = self.program(step)
            if program is not None:
                body = self.question["bodies"].get(program["sha256"])
                refuse(body is None, "script-hash")
                data = from_base64(body)
                refuse(len(data) != program["size"] or hash_of(data) != program["sha256"], "script-hash")

    def script_statement(self):
        for step in self.steps if self.kind != "standing" else []:
            try:
                refuse(not self.is_vouched(step), "script-statement")
            except Refused:
                raise Refused("script-statement") from None

    def is_vouched(self, step):
        if "raw" in step["what"]:
            return step["mode"] == "run"
        named = step["what"]["script"]
        script = self.opened_script(self.told[named["statement"]][0])
        if (script["name"], script["version"]) != (named["name"], named["version"]):
            return False
        return self.program(step) is not None and script.get(step["mode"], True)

    def opened_script(self, envelope):
        """Section 14."""
        payload, data, signatures = unpacked(envelope, "script")
        signers = signers_of(data, signatures, self.root, ("publisher",))
        refuse(signers & set(self.revoke["keys"]), "revoked")
        late = (self.clock >= self.root["keys"][one].get("until", self.clock + 1) for one in signers)
        refuse(any(late), "key-expired")
        script = read_statement(payload, is_script)
        refuse(script["tenant"] != self.root["tenant"], "tenant")
        few = len(people(self.root, "publisher", signers)) < self.root["roles"]["publisher"]["threshold"]
        refuse(few, "threshold")
        self.scope(signers)
        return script

    @property
    def box(self):
        if not hasattr(self, "_box"):
            secret, sealed = self.held["sealingKey"], self.question.get("sealed")
            self._box = {} if secret is None or sealed is None else opened_box(sealed, bytes.fromhex(secret))
        return self._box

    def parameters(self):
        for place, step in enumerate(self.steps if self.kind != "standing" else []):
            known = {} if "raw" in step["what"] else {one["name"]: one for one in self.script_of(step)["parameters"]}
            for given, value in step["parameters"].items():
                refuse(given not in known or not fits(value, known[given]), "parameters")
            for given, commitment in step["secrets"].items():
                refuse(given not in known or known[given]["type"] != "secret", "parameters")
                refuse(not self.holds(f"{place}.{given}", commitment, known[given]), "parameters")
            for one in known.values():
                given = one["name"] in step["parameters"] or one["name"] in step["secrets"]
                refuse(one["required"] and not given and one["default"] is None, "parameters")

    def holds(self, key, commitment, parameter):
        secret = self.box.get(key)
        if secret is None:
            return False
        value = secret["value"]
        if hash_of(from_base64(secret["salt"]) + value.encode("utf-8")) != commitment or "\0" in value:
            return False
        return parameter["min"] <= length(value) <= min(parameter["max"], 8_192)

    def lock(self):
        refuse(self.kind != "standing" and self.held["locked"], "lock")

    def rate(self):
        if self.kind == "order":
            refuse(sum(begun > self.clock - HOUR for begun in self.held["begun"]) >= 120, "rate")
        elif self.kind == "firing":
            self.caps()

    def caps(self):
        caps, history = self.order["caps"], self.held["history"]
        guarded = self.held["now"] < self.held["boot"] + caps["bootGuard"] * 1_000
        refuse(self.question["firing"]["kind"] == "rule" and guarded, "rate")
        runs = history["runs"] if history is not None and history["version"] == self.order["version"] else []
        if not runs:
            return
        refuse(runs[-1]["ended"] is None or self.clock < runs[-1]["ended"] + caps["coolDown"] * 1_000, "rate")
        refuse(sum(run["started"] > self.clock - HOUR for run in runs) >= caps["perHour"], "rate")
        last = runs[-caps["failures"] :]
        refuse(len(last) >= caps["failures"] and all(run["failed"] for run in last), "rate")

    def replay(self):
        history = self.held["history"]
        if self.kind == "order":
            refuse(self.held["seen"], "replay")
        elif history is not None:
            kept, asked = history["version"], self.order["version"]
            refuse(asked <= kept if self.kind == "standing" else asked < kept, "replay")
            firing = self.question.get("firing")
            by_clock = self.kind == "firing" and firing["kind"] == "clock" and history["due"] is not None
            refuse(by_clock and firing["due"] <= history["due"], "replay")

    # `envelope`, `signer` and `statement` make several of the checks, and leave one of them out by themselves.
    CHECKS = (
        envelope, signer, revoked_key, key_expired, statement, firing, tenant, root_, rev, revoked_order, fresh, iat,
        nbf, exp, window, target_id, target_host, selector, class_, quorum, scope, script_hash, script_statement,
        parameters, lock, rate, replay,
    )  # fmt: skip

    def answer(self):
        for check in self.CHECKS:
            if check.__name__.rstrip("_").replace("_", "-") != self.skip:
                check(self)
        until, hash_ = self.waits_until(), hash_of(self.payload)
        if until is not None and self.held["now"] < until:
            return {"verdict": "waiting", "hash": hash_, "until": until}
        floor = max(self.held["floor"], min(self.order["iat"], self.confirmed))
        return {"verdict": "accepted", "hash": hash_, "class": self.highest(), "floor": floor, "job": self.job()}

    def highest(self):
        signed = self.order["class"]
        return signed if self.kind == "standing" else max(signed, self.reckoned(), key=CLASSES.index)

    def waits_until(self):
        if self.kind == "standing" or not self.root["policy"]["solo"]:
            return None
        if self.highest() != "dangerous":
            return None
        first = self.held["firstSight"]
        return (self.held["now"] if first is None else first) + WAIT

    def job(self):
        """What would be done."""
        if self.kind == "standing":
            return None
        if self.action["kind"] != "script":
            return self.action
        return {"kind": "script", "steps": [self.run(place, step) for place, step in enumerate(self.steps)]}

    def run(self, place, step):
        """What a step would start: the program, its bounds, its arguments, and what it finds in its environment."""
        program = self.program(step)
        limits = step["what"]["raw"] | RAW if "raw" in step["what"] else self.script_of(step)
        arguments, environment = self.given(place, step)
        return {
            "step": place,
            "mode": step["mode"],
            "program": {field: program[field] for field in ("interpreter", "sha256", "size")},
            **{field: limits[field] for field in ("timeout", "runAs", "exits", "output")},
            "argv": arguments,
            "env": {"FETTLE_MODE": step["mode"], **environment},
            "when": step["when"],
        }

    def given(self, place, step):
        arguments, environment = [], {}
        for one in [] if "raw" in step["what"] else self.script_of(step)["parameters"]:
            own = one["name"]
            value = step["parameters"].get(own, one["default"])
            if own in step["secrets"]:
                environment[f"FETTLE_P_{own.upper()}"] = self.box[f"{place}.{own}"]["value"]
            elif value is not None:
                text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
                arguments.append(f"--{own}={text}")
                environment[f"FETTLE_P_{own.upper()}"] = text
        return arguments, environment


def answer(line, base):
    question = {"scripts": base["scripts"], "bodies": base["bodies"], **line}
    held = {**base["device"], **line.get("held", {})}
    try:
        return Inquiry(question, held, line.get("without")).answer()
    except Refused as refusal:
        return {"verdict": "refused", "code": str(refusal)}
    except Exception as error:
        return {"verdict": "crashed", "code": f"{type(error).__name__}: {error}"}


def main():
    base = None
    for text in sys.stdin:
        line = json.loads(text)
        if "base" in line:
            base = line["base"]
        else:
            print(json.dumps(answer(line, base)), flush=True)


if __name__ == "__main__":
    # JSON as deep as a payload is long takes more room than a thread has by itself.
    sys.setrecursionlimit(200_000)
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
