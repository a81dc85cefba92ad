"""A small directory of our own making, as documents and as tables."""

import json
import uuid
import zipfile

_SPACE = uuid.UUID("00000000-0000-4000-8000-000000000000")


def uid(*parts) -> str:
    return str(uuid.uuid5(_SPACE, "/".join(map(str, parts))))


def schedule(key, days="MO,TU,WE,TH,FR", opens="09:00", closes="17:00", **more):
    return {"id": uid("schedule", key), "freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes, **more}


def place(key, city="Toledo", state="OH", postal="43604", lat=41.65, lon=-83.54, **more):
    return {
        "id": uid("location", key), "location_type": "physical", "name": f"{key} house", "latitude": lat, "longitude": lon,
        "addresses": [
            {
                "id": uid("address", key), "address_1": f"{len(key)} Main Street", "city": city, "state_province": state,
                "postal_code": postal, "country": "US", "address_type": "physical",
            }
        ], **more,
    }  # fmt: skip


def service(key, name, *, at=None, description="", **more):
    """A compiled service. at: places, each a location or (location, schedules)."""
    spots = []
    for number, one in enumerate(at if at is not None else [place(key)]):
        location, schedules = one if isinstance(one, tuple) else (one, [])
        spot = {"id": uid("at", key, number), "location": location}
        spots.append(spot | ({"schedules": schedules} if schedules else {}))
    return {
        "id": uid("service", key), "name": name, "status": "active", "description": description,
        "organization": {"id": uid("organization", key), "name": f"{key} people", "description": "They help."},
        "phones": [{"id": uid("phone", key), "number": "419-555-0100"}],
        "service_at_locations": spots, **more,
    }  # fmt: skip


def mark(key, code):
    term = {"id": uid("term", code), "code": code, "name": code, "description": code}
    return {"id": uid("attribute", key, code), "link_entity": "service", "taxonomy_term": term}


def write_json(path, documents):
    path.write_text(json.dumps(documents))
    return path


TABLES = {
    "organizations": f"id,name,description\n{uid('o')},Harbor,They open doors.\n{uid('o', 2)},Alone,No service yet.\n",
    "services": f"id,organization_id,name,status,minimum_age,colour\n{uid('s')},{uid('o')},Beds at Harbor,active,18,blue\n",
    "locations": f"id,location_type,name,latitude,longitude\n{uid('l')},physical,Harbor house,41.65,-83.54\n",
    "service_at_location": f"id,service_id,location_id\n{uid('sl')},{uid('s')},{uid('l')}\n",
    "addresses": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
    f'{uid("a")},{uid("l")},"1 Main Street, rear",Toledo,OH,43604,US,physical\n',
    "phones": f"id,service_id,number\n{uid('p')},{uid('s')},419-555-0101\n",
    "schedules": "id,service_at_location_id,freq,byday,opens_at,closes_at\n"
    f'{uid("w")},{uid("sl")},WEEKLY,"MO,TU",09:00,17:00\n',
    "languages": f"id,service_id,name,code\n{uid('g')},{uid('s')},Spanish,es\n",
    "taxonomies": f"id,name,description\n{uid('x')},Ours,Our words\n",
    "taxonomy_terms": f"id,code,name,description,taxonomy_id\n{uid('t')},pets,Pets,Pets welcome,{uid('x')}\n",
    "attributes": f"id,link_id,taxonomy_term_id,link_entity,value\n{uid('b')},{uid('s')},{uid('t')},service,yes\n",
}


def write_folder(path, **changed):
    """A folder of CSV tables. changed: {stem: text}, in place of ours; None leaves a table out."""
    path.mkdir()
    for stem, text in (TABLES | changed).items():
        if text is not None:
            (path / f"{stem}.csv").write_text(text)
    return path


def write_zip(path, tables):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for stem, text in tables.items():
            out.writestr(f"{stem}.csv", text)
    return path
