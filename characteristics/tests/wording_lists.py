"""The words that the framework's texts keep to, and what stands outside a rule: each with its reason."""

WORDS = {
    "short name": (1, 3),
    "area definition": (15, 70),
    "why it matters": (20, 90),
    "role to ask": (1, 12),
    "scrutiny question": (6, 35),
    "theme definition": (12, 60),
    "label": (1, 5),
    "question": (6, 30),
    "help": (12, 70),
    "evidence": (3, 25),
    "meaning": (5, 45),
    "not applicable": (6, 45),
    "level": (12, 40),
    "relation": (4, 30),
    "practice": (5, 28),
    "barrier": (15, 60),
    "case study title": (2, 12),
    "case study": (40, 90),
}
"""The fewest and the most words that a text of each kind may have."""

CHARACTERS = {"short name": 20, "label": 34}
"""What charts and tables have room for."""

BANNED = (
    r"leverag\w*|holistic\w*|robust\w*|seamless\w*|world-class|cutting-edge|best-in-class|synerg\w*|stakeholders?"
    r"|going forward|empower\w*|journeys?|landscapes?|ecosystems?|utilis\w*|facilitat\w*|ensur\w*|deliver value"
    r"|key|effective\w*|appropriate\w*|fully|properly|comprehensive\w*"
)

AMERICAN = (
    r"\w+izations?|(?!(?:re)?siz|priz|seiz|capsiz)\w+iz(?:e|es|ed|ing)|analyz\w+|programs?|centers?|centered|catalogs?"
    r"|(?:behavi|col|fav|hon|lab|neighb)or(?:s|ed|ing|hoods?)?|defenses?|enrollments?|fulfill|modeling|traveling|gray"
)

CONTRACTIONS = r"\w+n’t"

SYNONYMS = {
    "authority": r"(?:local )?authorit(?:y|ies)",
    "organisation": r"organisations?",
    "survey": r"surveys?",
    "pillar": r"pillars?|dimensions?|categor(?:y|ies)",
    "councillor": r"councillors?",
    "citizen": r"citizens?",
    "customer": r"customers?",
    "employee": r"employees?|personnel",
    "rank": r"rank(?:s|ed|ing|ings)?|league tables?",
    "cycle": r"cycles?|campaigns?",
}
"""What the glossary has another word for, such as council, framework, area, elected member, resident and round."""

OF_STAFF_OR_RESIDENTS = "it asks staff, residents, members or firms; it is not the framework"
SYNONYMS_ALLOWED = {
    **{
        ("survey", code): OF_STAFF_OR_RESIDENTS
        for code in ("CON02", "DEM02", "DEM03", "DL05", "DW04", "ECO01", "ORG01", "ORG03", "SER02", "UF02", "UF06")
    },
    ("customer", "CO"): "the title of a role: customer services manager",
    ("customer", "INC"): "the title of a role: customer services manager",
    ("customer", "SER"): "the title of a role: customer services manager",
    ("customer", "UF"): "the title of a role: customer services manager",
}

ABBREVIATIONS = {
    "ICT": "information and communication technology: in the titles of roles that councils have",
    "UK": "United Kingdom",
    "AA": "a level of the accessibility guidelines; it is not short for words",
    "SIM": "the card in a phone, known by no other name",
    "TCO": "in the name of a mark, TCO Certified",
}
"""What may stand without an explanation in the question's own terms or help."""

JOINED_BY_AND = {
    "CO02": "lessons and ideas: what staff pass on",
    "CO06": "a list of outside bodies that are asked about together",
    "CON01": "broadband and mobile: one knowledge of connections",
    "CON03": "broadband and mobile: one task of getting networks built",
    "DW01": "skills and culture: one description of a good team",
    "DW02": "digital, data and technology: one group of teams",
    "DW03": "roles and skills: one list in a workforce plan",
    "ECO02": "employers and training providers: the two sides of one partnership",
    "ECO03": "firms and charities: the local employers together",
    "ETH01": "technology and data: one set of principles for both",
    "INC03": "websites and apps: one duty in law",
    "ORG02": "digital, data and technology: one family of jobs",
    "PAR02": "social and environmental value: scored together in tenders",
    "PAR03": "charities and voluntary groups: one sector",
    "UF02": "people and groups: those who live in the area",
}
"""Questions with an 'and' that doesn't hide a second question."""

DEGREE = (
    r"a|almost|always|any|better|broadly|clear|clearly|completely|consistently|deeply|entirely|extensively|few"
    r"|fewer|frequently|generally|good|greater|greatly|highly|increasingly|largely|less|limited|little|lots|many"
    r"|more|most|mostly|much|nearly|occasionally|often|partially|partly|quite|rarely|regularly|routinely|seldom"
    r"|several|some|sometimes|somewhat|strong|strongly|systematically|the|thoroughly|typically|usually|very|well"
    r"|widely|wholly"
)
"""Words of degree, with the articles that change beside them."""

EXPLAINED_WHERE_USED = {
    "large service": r"large services?",
    "large project": r"large (?:digital )?projects?",
    "large system": r"large systems?",
    "technology team": r"technology teams?",
    "user research": r"user research",
    "left out of digital life": r"left out of digital life",
}
"""Terms that decide between two levels: a question that uses one explains it."""

EXPLAINED_OTHERWISE = {
    ("DEM02", "large project"): "its help says which plans for a place or a service count",
}
