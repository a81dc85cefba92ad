"""What HSDS 3.0 says about its tables, as far as it is checked here. Source: docs.openreferral.org, version 3.0.

Columns that are not listed are kept as they come.
"""

import re

_KIND = {"u": "uuid", "n": "number", "d": "date", "t": "time", "l": "url", "e": "email"}


def _table(file: str, columns: str, refs: str = "", **enums) -> dict:
    """columns: name, `!` where HSDS requires it, `:` and a letter for its kind. refs: column=table."""
    found: dict = {"file": file, "columns": {}, "required": set(), "enums": {}, "refs": {}}
    for said in columns.split():
        name, _, kind = said.partition(":")
        if name.endswith("!"):
            name = name[:-1]
            found["required"].add(name)
        found["columns"][name] = _KIND.get(kind, "")
    found["refs"] = dict(pair.split("=") for pair in refs.split())
    found["enums"] = {name: set(values.split("|")) for name, values in enums.items()}
    return found


COLUMN = "column"  # the link_type of attributes that keep columns of older files
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
TABLES = {
    "organization": _table(
        "organizations", "id!:u name! alternate_name description! email:e website:l tax_status tax_id"
        " year_incorporated:n legal_status logo uri parent_organization_id:u",
    ),
    "program": _table(
        "programs", "id!:u organization_id!:u name! alternate_name description!", "organization_id=organization"
    ),
    "service": _table(
        "services", "id!:u organization_id!:u program_id:u name! alternate_name description url:l email:e status!"
        " interpretation_services application_process fees_description wait_time fees accreditations"
        " eligibility_description minimum_age:n maximum_age:n assured_date:d assurer_email:e licenses alert"
        " last_modified:d",
        "organization_id=organization program_id=program",
        status="active|inactive|defunct|temporarily closed",
    ),
    "service_at_location": _table(
        "service_at_location", "id!:u service_id!:u location_id!:u description",
        "service_id=service location_id=location",
    ),
    "location": _table(
        "locations", "id!:u location_type! url:l organization_id:u name alternate_name description transportation"
        " latitude:n longitude:n external_identifier external_identifier_type", "organization_id=organization",
        location_type="physical|postal|virtual",
    ),
    "phone": _table(
        "phones", "id!:u location_id:u service_id:u organization_id:u contact_id:u service_at_location_id:u number!"
        " extension:n type description",
        "location_id=location service_id=service organization_id=organization contact_id=contact"
        " service_at_location_id=service_at_location",
    ),
    "contact": _table(
        "contacts", "id!:u organization_id:u service_id:u service_at_location_id:u location_id:u name title department"
        " email:e",
        "organization_id=organization service_id=service service_at_location_id=service_at_location"
        " location_id=location",
    ),
    "address": _table(
        "addresses", "id!:u location_id:u attention address_1! address_2 city! region state_province! postal_code!"
        " country! address_type!", "location_id=location", address_type="physical|postal|virtual",
    ),
    "schedule": _table(
        "schedules", "id!:u service_id:u location_id:u service_at_location_id:u valid_from:d valid_to:d dtstart:d"
        " timezone:n until:d count:n wkst freq interval:n byday byweekno bymonthday byyearday description opens_at:t"
        " closes_at:t schedule_link:l attending_type notes",
        "service_id=service location_id=location service_at_location_id=service_at_location",
        wkst="|".join(DAYS), freq="WEEKLY|MONTHLY",
    ),
    "funding": _table(
        "funding", "id!:u organization_id:u service_id:u source", "organization_id=organization service_id=service"
    ),
    "service_area": _table(
        "service_areas", "id!:u service_id:u service_at_location_id:u name description extent extent_type uri",
        "service_id=service service_at_location_id=service_at_location",
    ),
    "required_document": _table("required_documents", "id!:u service_id:u document uri:l", "service_id=service"),
    "language": _table(
        "languages", "id!:u service_id:u location_id:u phone_id:u name code note",
        "service_id=service location_id=location phone_id=phone",
    ),
    "accessibility": _table(
        "accessibility", "id!:u location_id:u description details url:l", "location_id=location"
    ),
    "attribute": _table(
        "attributes", "id!:u link_id:u taxonomy_term_id:u link_type link_entity value label",
        "taxonomy_term_id=taxonomy_term",
    ),
    "taxonomy_term": _table(
        "taxonomy_terms", "id!:u code name! description parent_id:u taxonomy language taxonomy_id:u term_uri:l",
        "taxonomy_id=taxonomy",
    ),
    "taxonomy": _table("taxonomies", "id!:u name! description uri:l version"),
    "metadata": _table(
        "metadata", "id!:u resource_id:u resource_type last_action_date:d last_action_type field_name previous_value"
        " replacement_value updated_by",
    ),
    "meta_table_description": _table("meta_table_descriptions", "id!:u name language character_set"),
    "cost_option": _table(
        "cost_options", "id!:u service_id:u valid_from:d valid_to:d option currency amount:n amount_description",
        "service_id=service",
    ),
    "organization_identifier": _table(
        "organization_identifiers", "id!:u organization_id:u identifier_scheme identifier_type identifier",
        "organization_id=organization",
    ),
    "service_capacity": _table(
        "service_capacity", "id!:u service_id:u unit_id:u available:n maximum:n description updated",
        "service_id=service unit_id=unit",
    ),
    "unit": _table("units", "id!:u name scheme identifier uri:l"),
    "url": _table(
        "url", "id!:u label url!:l organization_id:u service_id:u", "organization_id=organization service_id=service"
    ),
}  # fmt: skip
FILES = {table["file"]: name for name, table in TABLES.items()}
# What must point at something for the row to mean anything; any other pointer at nothing is reported and kept.
MUST_LEAD = {
    ("service", "organization_id"),
    ("service_at_location", "service_id"),
    ("service_at_location", "location_id"),
}

# Lists inside of a row: {table: {property: (table of its rows, their column that points back)}}.
MANY = {
    "service": {
        "phones": ("phone", "service_id"), "schedules": ("schedule", "service_id"),
        "service_areas": ("service_area", "service_id"),
        "service_at_locations": ("service_at_location", "service_id"), "languages": ("language", "service_id"),
        "funding": ("funding", "service_id"), "cost_options": ("cost_option", "service_id"),
        "required_documents": ("required_document", "service_id"), "contacts": ("contact", "service_id"),
        "capacities": ("service_capacity", "service_id"), "additional_urls": ("url", "service_id"),
    },
    "service_at_location": {
        "service_areas": ("service_area", "service_at_location_id"),
        "contacts": ("contact", "service_at_location_id"), "phones": ("phone", "service_at_location_id"),
        "schedules": ("schedule", "service_at_location_id"),
    },
    "location": {
        "languages": ("language", "location_id"), "addresses": ("address", "location_id"),
        "contacts": ("contact", "location_id"), "accessibility": ("accessibility", "location_id"),
        "phones": ("phone", "location_id"), "schedules": ("schedule", "location_id"),
    },
    "organization": {
        "additional_websites": ("url", "organization_id"), "funding": ("funding", "organization_id"),
        "contacts": ("contact", "organization_id"), "phones": ("phone", "organization_id"),
        "locations": ("location", "organization_id"), "programs": ("program", "organization_id"),
        "organization_identifiers": ("organization_identifier", "organization_id"),
    },
    "phone": {"languages": ("language", "phone_id")},
    "contact": {"phones": ("phone", "contact_id")},
}  # fmt: skip
ALWAYS = {"attributes": ("attribute", "link_id"), "metadata": ("metadata", "resource_id")}
# One row inside of another: {table: {property: (table, column that it stands for)}}.
ONE = {
    "service": {"organization": ("organization", "organization_id"), "program": ("program", "program_id")},
    "service_at_location": {"location": ("location", "location_id"), "service": ("service", "service_id")},
    "attribute": {"taxonomy_term": ("taxonomy_term", "taxonomy_term_id")},
    "taxonomy_term": {"taxonomy_detail": ("taxonomy", "taxonomy_id")},
    "service_capacity": {"unit": ("unit", "unit_id")},
}
_WITHOUT = {"attribute", "metadata", "taxonomy", "meta_table_description"}


def many(table: str) -> dict:
    """{property: (table, column that points back)} of the lists that a row of this table may hold."""
    return MANY.get(table, {}) | ({} if table in _WITHOUT else ALWAYS)


def kind_of(document: dict) -> str:
    """Which table a row of an API answer belongs to: they do not say it themselves. By what only that table has."""
    if "location_type" in document:
        return "location"
    if "status" in document or "service_at_locations" in document:
        return "service"
    if isinstance(document.get("location"), dict) or isinstance(document.get("service"), dict):
        return "service_at_location"
    if {"code", "parent_id", "taxonomy", "taxonomy_detail", "term_uri"} & document.keys():
        return "taxonomy_term"
    if "version" in document:
        return "taxonomy"
    return "organization"


UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?")
TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
SAFE = re.compile(r"(https?|tel|mailto):", re.I)
