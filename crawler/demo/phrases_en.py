"""The phrases of the demo ministry in English. They are the same, sentence by sentence, in all three languages."""

from __future__ import annotations

from crawler.demo.phrases_ru import Paragraphs

NEWS: tuple[tuple[str, Paragraphs], ...] = (
    (
        "The {k}th round of consultations with {c} on {topic} held",
        (
            (
                "{Where} the {k}th round of consultations between foreign ministries of Zarechye and {c} took place.",
                "The delegations were led by {off} {p} and {q_off} {q}.",
            ),
            (
                "The parties went through {n} items of the agenda, with a focus on {topic} and {topic2}.",
                "The exchange of views was held in a businesslike manner.",
            ),
            ("The next round is planned for {day2} {their_city_in}.",),
        ),
    ),
    (
        "Memorandum with {c} on {topic} signed",
        (
            (
                "{Where} {off} {p} and {q_off} {q} signed a memorandum of cooperation in {topic}.",
                "The document is valid for {k} years.",
            ),
            (
                "The memorandum covers {n_projects}; {sum} million thalers will be spent on them.",
                "A separate section deals with {topic2}.",
            ),
            ("The document enters into force on {day2}.",),
        ),
    ),
    (
        "On the meeting of {off} {p} with the delegation of {c} on {topic}",
        (
            (
                "{Where} {off} {p} received the delegation of {c}.",
                "The delegation led by {q} consisted of {n_people}.",
            ),
            (
                "The interlocutors discussed {topic} and agreed on joint steps in {topic2}.",
                "Over the past {k} years mutual trade has grown to {sum} million thalers.",
            ),
            ("The return visit is planned for {day2}.", "The invitation was accepted with gratitude."),
        ),
    ),
    (
        "Honorary consulate of Zarechye opened {their_city_in}",
        (
            (
                "{Where} the opening of an honorary consulate of the Republic of Zarechye in {c} was announced.",
                "The new office, located {their_city_in}, will be headed by {q}.",
            ),
            (
                "The consular district covers {n_communes} of {c}.",
                "It will, among other things, assist citizens in matters of {topic} and {topic2}.",
            ),
            ("The consulate will receive citizens from {day2}.", "{off} {p} presided over the opening ceremony."),
        ),
    ),
    (
        "On the programme of assistance to {c} in {topic}",
        (
            (
                "{Where} the programme of assistance to {c} in {topic} was presented.",
                "The programme includes {n_projects} worth {sum} million thalers in total.",
            ),
            (
                "{off} {p} reported on the progress of the work.",
                "The partner on the side of {c} is {q_off} {q}.",
            ),
            ("The first results will be summed up on {day2}.", "They will underlie the proposals in {topic2}."),
        ),
    ),
    (
        "Exhibition “{expo}” opened {city_in}",
        (
            (
                "{Where} the exhibition “{expo}” organized by the Embassy of Zarechye was opened.",
                "The total number of exhibits presented by the masters of Zarechye and {c} is {n}.",
            ),
            (
                "Opening the exhibition, {off} {p} recalled its ties with the history of {topic}.",
                "The guests were also welcomed by {q_off} {q}.",
            ),
            ("The exhibition will last until {day2}.",),
        ),
    ),
    (
        "On the admission of students from {c} to programmes in {topic}",
        (
            (
                "{Where} the admission of students from {c} to study programmes in {topic} was announced.",
                "The quota is {n_places}, and the classes will be held {their_city_in}.",
            ),
            (
                "The scholarship is paid for {k} months.",
                "{off} {p} and {q_off} {q} are responsible for the selection.",
            ),
            ("Applications are accepted until {day2}.",),
        ),
    ),
    (
        "The {k}th Business Forum of Zarechye and {c} held {city_in}",
        (
            (
                "{Where} the {k}th Business Forum of Zarechye and {c} took place.",
                "The total number of registered participants is {n}.",
            ),
            (
                "The talks resulted in contracts worth {sum} million thalers, above all in {topic}.",
                "{off} {p} and {q_off} {q} took the floor at the forum.",
            ),
            ("The next meeting of business circles will take place on {day2}.",),
        ),
    ),
)

STATEMENTS: tuple[tuple[str, Paragraphs], ...] = (
    (
        "Statement by the Ministry of Foreign Affairs in connection with the events in {c}",
        (
            (
                "{When}the Foreign Ministry of the Republic of Zarechye made a statement on the events in {c}.",
                "We are closely following the situation, which affects {topic}.",
            ),
            (
                "According to the embassy, the number of our citizens in the area of the events is {n}.",
                "Each of them may ask for help {their_city_in}.",
            ),
            (
                "{off} {p} keeps in touch with the authorities of {c}.",
                "Our interlocutor remains {q_off} {q}.",
            ),
        ),
    ),
    (
        "Address by {off} {p} at the {k}th meeting of ministers of the Basin countries ({city})",
        (
            ("{When}{off} {p} took the floor at the {k}th meeting of ministers of the Basin countries {city_in}.",),
            ("Dear colleagues,",),
            (
                "Today we are united by {topic} and {topic2}, and these matters are to be solved together.",
                "{c} has joined our initiative, and the number of common projects has reached {n}.",
            ),
            (
                "I would like to express gratitude for the support given by {q_off} {q}.",
                "The common fund of the Basin has grown to {sum} million thalers.",
            ),
        ),
    ),
    (
        "Comment by the Press Service on {topic} in relations with {c}",
        (
            (
                "{When}the Press Service of the Foreign Ministry of Zarechye replied to reports from {c}.",
                "The question is about {topic}, which has long been on the agenda.",
            ),
            (
                "The number of proposals that the parties are considering is {n}.",
                "None of them contradicts the obligations undertaken.",
            ),
            ("The negotiations are conducted by {off} {p}.", "The other party is represented by {q_off} {q}."),
        ),
    ),
    (
        "Reply of {off} {p} to a question of the Voice of the River agency about partnership with {c}",
        (
            (
                "{When}the Voice of the River agency asked the ministry about partnership with {c}.",
                "The question was answered by {off} {p}.",
            ),
            (
                "“Over the past {k} years we have held {n_meetings} on {topic}.",
                "This made it possible to invest {sum} million thalers in common projects.”",
            ),
            ("“Our main interlocutor in this work is {q_off} {q}.”",),
        ),
    ),
)

SHARED: Paragraphs = (
    (
        "Zarechye and {c} have maintained diplomatic relations for {m_years}.",
        "Over this time they have gained experience of joint programmes in {topic2}.",
    ),
    (
        "{d} is ready to join the work in this field.",
        "The proposals of {d} will be studied in the prescribed manner.",
    ),
    (
        "The coordination centre is located {city_in}.",
        "Its staff answer enquiries within {k} days.",
    ),
    (
        "The ministry believes that neighbours should resolve matters of {topic2} at the negotiating table.",
        "This approach is shared by other participants in the dialogue.",
    ),
    (
        "Experts estimate that the share of {topic2} in joint programmes has reached {m}%.",
        "Earlier this figure was noticeably lower.",
    ),
    (
        "A working group has been instructed to coordinate further work.",
        "It will include {k} specialists from each side.",
    ),
    (
        "Special attention is given to training.",
        "The number of graduates of the Zarechye training centre has reached {m}.",
    ),
    (
        "The Embassy of Zarechye will continue to inform citizens about the measures taken.",
        "The number of the round-the-clock line is {line}.",
    ),
)

LINKED = ("The background is described {a_news}in an earlier report{z_news}.",)
ATTACHED = ("The full text of the document is available {a_pdf}as a PDF file{z}.",)
MAPPED = ("The way to the venue can be {a_js}opened on a map{z}.",)
MAILED = ("Questions of journalists are accepted {a_mail}by e-mail{z}.",)
ADDED = ("The report has been amended at the request of readers.",)
TITLE_AFTER_EDIT = "{title}: corrected data"
DATELINE = "{date}, {city}"
WHERE_DATED = "On {date} {city_in}"
WHEN_DATED = "On {date} "

FORMS = {
    "n_projects": ("project", "projects", "projects"),
    "n_people": ("person", "people", "people"),
    "n_communes": ("commune", "communes", "communes"),
    "n_places": ("place", "places", "places"),
    "n_meetings": ("meeting", "meetings", "meetings"),
    "m_years": ("year", "years", "years"),
}
"""Slot → the forms of the noun after its number. English uses the second form for all numbers."""
