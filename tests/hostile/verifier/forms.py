"""docs/trust.md sections 1 to 4 and 10: bytes, texts, envelopes, and the forms of statements."""

import base64
import hashlib
import json
import re
from functools import lru_cache

from .selectors import is_selector

SAFE = 2**53 - 1
LAST_TIME = 8_640_000_000_000_000
DAYS_90 = 7_776_000_000
EXCLUDED = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
CLASSES = ("read", "change", "dangerous")
SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


class Refused(Exception):
    """Its text is the code."""


def refuse(condition, code):
    if condition:
        raise Refused(code)


def length(text):
    """In UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def hash_of(data):
    return hashlib.sha256(data).hexdigest()


def from_base64(text, skip=None):
    """Strict; None where it is not."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=skip != "b64")
    except ValueError:
        return None
    return data if skip == "b64" or base64.b64encode(data).decode("ascii") == text else None


def key_id(public):
    bits = int.from_bytes(hashlib.sha256(public).digest(), "big") >> 256 - 130
    return "k" + "".join(ALPHABET[bits >> 5 * place & 31] for place in range(25, -1, -1))


# The canonical form


SPECIAL = re.compile('[\0-\x1f"\\\\\ud800-\udfff]')


def write_text(text):
    if SPECIAL.search(text) is None:
        return f'"{text}"'
    refuse(any(0xD800 <= ord(one) <= 0xDFFF for one in text), "canonical")
    return '"' + "".join(SHORT.get(ord(one)) or (one if one >= " " else f"\\u{ord(one):04x}") for one in text) + '"'


def write(value, depth=0):
    refuse(depth > 16, "canonical")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        refuse(not is_whole(value), "canonical")
        return str(int(value))
    if isinstance(value, str):
        return write_text(value)
    if isinstance(value, list):
        return "[" + ",".join(write(one, depth + 1) for one in value) + "]"
    refuse("__proto__" in value, "canonical")
    ordered = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{write_text(key)}:{write(value[key], depth + 1)}" for key in ordered) + "}"


def not_json(constant):
    raise ValueError(constant)


def whole_or_more(digits):
    return int(digits) if len(digits) < 20 else float(digits)


def read_canonical(payload, skip=None):
    try:
        value = json.loads(payload.decode("utf-8"), parse_constant=not_json, parse_int=whole_or_more)
    except ValueError:
        refuse(skip != "json", "json")
        value = None
    refuse(skip != "canonical" and write(value).encode("utf-8") != payload, "canonical")
    return value


# What fields are


def is_whole(value, least=-SAFE, most=SAFE):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most and value == int(value)


def number(least, most):
    return lambda value: is_whole(value, least, most)


def pattern(text):
    whole = re.compile(text, re.ASCII)
    return lambda value: isinstance(value, str) and whole.fullmatch(value) is not None


def one_of(*choices):
    return lambda value: isinstance(value, str) and value in choices


def is_flag(value):
    return isinstance(value, bool)


def is_null(value):
    return value is None


def line(most):
    return lambda value: isinstance(value, str) and length(value) <= most and EXCLUDED.search(value) is None


def name(most):
    is_line = line(most)
    return lambda value: is_line(value) and value != "" and not value.startswith(" ") and not value.endswith(" ")


def either(*forms):
    return lambda value: any(form(value) for form in forms)


def members(**forms):
    """An object with exactly these; a form by the name of a Python word has an underscore behind it."""
    fields = {field.rstrip("_"): form for field, form in forms.items()}
    return lambda value: isinstance(value, dict) and value.keys() == fields.keys() and all(
        form(value[field]) for field, form in fields.items()
    )


def several(form, least, most):
    return lambda value: isinstance(value, list) and least <= len(value) <= most and all(form(one) for one in value)


def once(form, least, most):
    """A list that names nothing twice, of numbers or texts."""
    is_list = several(form, least, most)
    return lambda value: is_list(value) and len(set(value)) == len(value)


def entries(key, form, least, most):
    return lambda value: isinstance(value, dict) and least <= len(value) <= most and all(
        key(one) and form(value[one]) for one in value
    )


is_id = pattern(f"[{ALPHABET}]{{26}}")
is_key_id = pattern(f"k[{ALPHABET}]{{26}}")
is_hash = pattern("[0-9a-f]{64}")
is_version = number(1, 1_000_000_000)
is_counter = number(0, SAFE)
is_time = number(0, LAST_TIME)
is_slug = pattern("[a-z0-9][a-z0-9-]{0,63}")
is_parameter_name = pattern("[a-z][a-z0-9_]{0,31}")
is_class = one_of(*CLASSES)
is_value = either(number(-SAFE, SAFE), is_flag, lambda value: isinstance(value, str) and length(value) <= 8_192)
is_mode = one_of("run", "check", "undo")
BODY = {
    "interpreter": one_of("sh", "bash", "python3", "powershell"),
    "sha256": is_hash,
    "size": number(1, 131_072),
}
RUNS = {"timeout": number(1, 86_400), "runAs": pattern("[A-Za-z_][A-Za-z0-9_.-]{0,31}")}


def fits(value, parameter):
    kind = parameter["type"]
    if kind == "text":
        return isinstance(value, str) and parameter["min"] <= length(value) <= parameter["max"] and "\0" not in value
    if kind == "integer":
        return is_whole(value, parameter["min"], parameter["max"])
    if kind == "flag":
        return is_flag(value)
    return kind == "choice" and isinstance(value, str) and value in parameter["choices"]


parameter_fields = members(
    name=is_parameter_name,
    type=one_of("text", "integer", "flag", "choice", "secret"),
    title=name(200),
    required=is_flag,
    default=either(is_null, is_value),
    min=number(-SAFE, SAFE),
    max=number(-SAFE, SAFE),
    choices=once(name(200), 0, 64),
)


def is_parameter(value):
    if not parameter_fields(value) or (value["type"] == "choice") != (value["choices"] != []):
        return False
    return value["default"] is None or fits(value["default"], value)


exit_codes = once(number(0, 255), 0, 32)
script_fields = members(
    v=number(1, 1),
    tenant=is_id,
    name=is_slug,
    version=is_version,
    title=name(80),
    class_=is_class,
    programs=entries(one_of("linux", "macos", "windows", "freebsd", "openwrt"), members(**BODY), 1, 5),
    parameters=several(is_parameter, 0, 32),
    exits=members(done=exit_codes, notApplicable=exit_codes, rebootNeeded=exit_codes),
    check=is_flag,
    undo=is_flag,
    output=number(1_024, 1_048_576),
    **RUNS,
)


def is_script(value):
    if not script_fields(value):
        return False
    names = [one["name"] for one in value["parameters"]]
    codes = [code for some in value["exits"].values() for code in some]
    return len(set(names)) == len(names) and len(set(codes)) == len(codes)


step_fields = members(
    what=either(
        members(script=members(name=is_slug, version=is_version, statement=is_hash)),
        members(raw=members(**BODY, **RUNS)),
    ),
    mode=is_mode,
    parameters=entries(is_parameter_name, is_value, 0, 32),
    secrets=entries(is_parameter_name, is_hash, 0, 32),
    when=either(is_null, members(step=is_counter, exits=once(number(0, 255), 1, 32))),
)


def is_steps(value):
    return several(step_fields, 1, 16)(value) and all(
        not step["parameters"].keys() & step["secrets"].keys()
        and (step["when"] is None or step["when"]["step"] < place)
        for place, step in enumerate(value)
    )


is_action = either(
    members(kind=one_of("script"), steps=is_steps),
    members(kind=one_of("unit-restart"), unit=pattern(r"[A-Za-z0-9_@.:\\][A-Za-z0-9_@.:\\ $-]{0,255}")),
    members(kind=one_of("reboot"), notice=number(0, 86_400)),
    members(
        kind=one_of("agent-update"),
        version=pattern(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}(-[0-9A-Za-z.-]{1,32})?"),
        sha256=is_hash,
        size=number(1, 1_073_741_824),
    ),
    members(kind=one_of("trust-refresh")),
)
COMMON = {
    "v": number(1, 1),
    "tenant": is_id,
    "id": is_id,
    "root": is_version,
    "rev": is_counter,
    "op": is_key_id,
    "iat": is_time,
    "exp": is_time,
    "class": is_class,
    "reason": line(500),
}
is_order = members(
    seq=is_counter,
    nbf=is_time,
    targets=members(hash=is_hash, count=number(1, 1_000_000)),
    action=is_action,
    **COMMON,
)


def is_field_of_cron(text, least, most):
    for part in text.split(","):
        found = re.fullmatch(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?", part, re.ASCII)
        if found is None:
            return False
        start, end, step = (None if one is None else int(one) for one in found.groups())
        if step is not None and (step == 0 or (start is not None and end is None)):
            return False
        if any(one is not None and not least <= one <= most for one in (start, end)):
            return False
        if end is not None and end < start:
            return False
    return True


def is_cron(value):
    if not isinstance(value, str) or length(value) > 128:
        return False
    fields = value.split(" ")
    bounds = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    return len(fields) == 5 and all(is_field_of_cron(one, *bound) for one, bound in zip(fields, bounds))


def is_condition(value):
    return isinstance(value, dict) and len(write(value).encode("utf-8")) <= 4_096


is_delay = number(0, 2_678_400_000)
is_severity = one_of("warning", "critical")
is_trigger = either(
    members(
        kind=one_of("rule"),
        rule=members(**{"id": is_slug, "when": is_condition, "for": is_delay, "clearFor": is_delay}),
        severity=is_severity,
        settle=number(0, 86_400),
    ),
    members(
        kind=one_of("clock"),
        cron=is_cron,
        zone=pattern("[A-Za-z][A-Za-z0-9_+-]{0,31}(/[A-Za-z0-9_+-]{1,31}){0,2}"),
        jitter=number(0, 86_400),
        missed=one_of("skip", "run"),
    ),
)
is_standing = members(
    version=is_version,
    name=name(64),
    trigger=is_trigger,
    selector=lambda value: isinstance(value, str) and is_selector(value, length(value)),
    steps=is_steps,
    caps=members(
        perHour=number(1, 60),
        coolDown=number(0, 604_800),
        bootGuard=number(0, 86_400),
        failures=number(1, 100),
    ),
    enabled=is_flag,
    **COMMON,
)


def read_statement(payload, form, skip=None):
    """Steps 6 and 7 of section 3."""
    value = read_canonical(payload, skip)
    refuse(not isinstance(value, dict), "fields")
    right = is_whole(value.get("v"), 1, 1)
    refuse(skip != "version" and not right, "version")
    refuse(skip != "fields" and not form({**value, "v": 1}), "fields")
    return value


# Envelopes


is_envelope = members(
    payload=lambda value: isinstance(value, str),
    payloadType=lambda value: isinstance(value, str),
    signatures=lambda value: isinstance(value, list),
)
is_signature = members(
    keyid=lambda value: isinstance(value, str),
    sig=lambda value: isinstance(value, str),
)


@lru_cache(maxsize=1024)
def script_in(payload):
    """The statement of these bytes, or None."""
    try:
        return read_statement(payload, is_script)
    except Refused:
        return None


def is_shaped(envelope):
    """Step 1 of section 3."""
    return is_envelope(envelope) and all(is_signature(one) for one in envelope["signatures"])
