"""Words for numbers and for days of the week, by language."""

from __future__ import annotations

from collections.abc import Mapping

_NUMBERS: dict[str, str] = {
    "en": """
        2 two | 3 three | 4 four | 5 five | 6 six | 7 seven | 8 eight | 9 nine | 10 ten | 11 eleven | 12 twelve
        | 13 thirteen | 14 fourteen | 15 fifteen | 16 sixteen | 17 seventeen | 18 eighteen | 19 nineteen | 20 twenty
        | 30 thirty | 40 forty | 50 fifty | 60 sixty | 70 seventy | 80 eighty | 90 ninety
        """,
    "ru": """
        2 два две двух двум двумя | 3 три трёх трех трём трем тремя | 4 четыре четырёх четырех четырём четырем четырьмя
        | 5 пять пяти пятью | 6 шесть шести шестью | 7 семь семи семью | 8 восемь восьми восемью восьмью
        | 9 девять девяти девятью | 10 десять десяти десятью | 11 одиннадцать одиннадцати | 12 двенадцать двенадцати
        | 13 тринадцать тринадцати | 14 четырнадцать четырнадцати | 15 пятнадцать пятнадцати
        | 16 шестнадцать шестнадцати | 17 семнадцать семнадцати | 18 восемнадцать восемнадцати
        | 19 девятнадцать девятнадцати | 20 двадцать двадцати | 30 тридцать тридцати | 40 сорок сорока
        | 50 пятьдесят пятидесяти | 60 шестьдесят шестидесяти | 70 семьдесят семидесяти
        | 80 восемьдесят восьмидесяти | 90 девяносто девяноста | 100 сто ста
        """,
    "be": """
        2 два дзве двух дзвюх двум дзвюм двума дзвюма | 3 тры трох тром трыма | 4 чатыры чатырох чатыром чатырма
        | 5 пяць пяці пяццю | 6 шэсць шасці шасцю | 7 сем сямі сямю | 8 восем васьмі васьмю
        | 9 дзевяць дзевяці дзевяццю | 10 дзесяць дзесяці дзесяццю | 11 адзінаццаць адзінаццаці
        | 12 дванаццаць дванаццаці | 13 трынаццаць трынаццаці | 14 чатырнаццаць чатырнаццаці
        | 15 пятнаццаць пятнаццаці | 16 шаснаццаць шаснаццаці | 17 семнаццаць семнаццаці
        | 18 васемнаццаць васемнаццаці | 19 дзевятнаццаць дзевятнаццаці | 20 дваццаць дваццаці | 30 трыццаць трыццаці
        | 40 сорак сарака | 50 пяцьдзясят пяцідзесяці | 60 шэсцьдзясят шасцідзесяці | 70 семдзесят сямідзесяці
        | 80 восемдзесят васьмідзесяці | 90 дзевяноста | 100 сто ста
        """,
}
"""Words for two and more. "One" is left out: it is often a pronoun."""

_POWERS = """
    2 hundred hundreds
    | 3 thousand thousands тыс тысяча тысячи тысяч тысяче тысячу тысячам тысячами тысячах тысяча тысячы тысячаў тысячам
    | 6 million millions mln mn млн миллион миллиона миллионов миллионам миллионами миллионах мільён мільёна мільёнаў
      мільёны мільёнам мільёнамі мільёнах мільйон мільйона мільйонів мільйони
    | 9 billion billions bn млрд миллиард миллиарда миллиардов миллиарды миллиардам миллиардами миллиардах мільярд
      мільярда мільярдаў мільярды мільярдам мільярдамі мільярдах мільярдів
    | 12 trillion trillions трлн триллион триллиона триллионов трыльён трыльёна трыльёнаў трильйон трильйона трильйонів
    """

_WEEKDAYS = """
    1 monday понедельник понедельника понедельнику понедельником панядзелак панядзелка панядзелку понеділок понеділка
      montag lundi lunes lunedì poniedziałek mandag måndag
    | 2 tuesday вторник вторника вторнику вторником аўторак аўторка аўторку вівторок вівторка dienstag mardi martes
      martedì wtorek tirsdag tisdag
    | 3 wednesday среда среды среде среду средой серада серады серадзе сераду середа середи середу mittwoch mercredi
      miércoles mercoledì środa środę onsdag
    | 4 thursday четверг четверга четвергу четвергом чацвер чацвярга чацвяргу четвер четверга donnerstag jeudi jueves
      giovedì czwartek torsdag
    | 5 friday пятница пятницы пятнице пятницу пятницей пятніца пятніцы пятніцу п’ятниця п’ятниці п’ятницю freitag
      vendredi viernes venerdì piątek fredag
    | 6 saturday суббота субботы субботе субботу субботой субота суботы суботу суботи samstag sonnabend samedi sábado
      sabato sobota sobotę lørdag lördag
    | 7 sunday воскресенье воскресенья воскресенью воскресеньем нядзеля нядзелі нядзелю неділя неділі неділю sonntag
      dimanche domingo domenica niedziela niedzielę søndag söndag
    """


def _read(written: str) -> dict[str, int]:
    rows = (row.split() for row in written.split("|"))
    return {word: int(number) for number, *words in rows for word in words}


NUMBERS: Mapping[str, Mapping[str, int]] = {language: _read(written) for language, written in _NUMBERS.items()}
"""Language → the words for numbers in lower case, in the forms that prose has → the number."""

POWERS: Mapping[str, int] = _read(_POWERS)
"""Words that multiply the number before them → the power of ten."""

WEEKDAYS: Mapping[str, int] = _read(_WEEKDAYS)
"""Days of the week in lower case, in all languages → the number of the day. Monday is 1."""
