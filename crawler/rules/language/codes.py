"""Codes of languages: ISO 639-1, other spellings of its codes, and languages with a code of three letters only."""

from __future__ import annotations

_TWO = """
    aa:aar ab:abk af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bh:bih
    bi:bis bm:bam bn:ben bo:bod,tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces,cze cu:chu cv:chv
    cy:cym,wel da:dan de:deu,ger dv:div dz:dzo ee:ewe el:ell,gre en:eng eo:epo es:spa et:est eu:eus,baq
    fa:fas,per ff:ful fi:fin fj:fij fo:fao fr:fra,fre fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau
    he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye,arm hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido
    is:isl,ice it:ita iu:iku ja:jpn jv:jav ka:kat,geo kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor
    kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav
    mg:mlg mh:mah mi:mri,mao mk:mkd,mac ml:mal mn:mon mr:mar ms:msa,may mt:mlt my:mya,bur na:nau nb:nob nd:nde
    ne:nep ng:ndo nl:nld,dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli
    pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron,rum ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin
    sk:slk,slo sl:slv sm:smo sn:sna so:som sq:sqi,alb sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel
    tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd
    uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho,chi zu:zul
    """

_OTHER = """
    he:iw id:in yi:ji jv:jw ro:mo,mol sr:scc hr:scr
    be:by,blr uk:ua cs:cz el:gr zh:cn,chn ja:jp da:dk kk:kz en:gb,us vi:vn ka:ge sr:rs fa:ir tg:tj tk:tm ur:pk sq:al
    km:kh ne:np
    """
"""Withdrawn codes, then country codes that sites write instead of a language code and that no other language has."""

_THREE = """
    sma smj smn sms sjd sje sju sjt fkv fit rmn rom rmf rmy rmu swl cnr
    yid nal ies the dic ast bar csb dsb frr fur gag gsw
    hsb kab lad lld lij lmo mwl nds pms rue rup scn sco sgs szl vec vro wym abq ady agx alt bxr chm mhr mrj crh
    evn inh kaa kbd kjh krc krl kum lbe lez mdf myv nog olo sah tab tyv udm vep xal ace arz ary apc arb ajp aeb
    bal bho bik brx ceb ckb cmn doi fil gom hak haw hil hmn hne ilo kha kmr kok lus mai min mni nan nap new pap
    pes pnb prs quc quy quz raj sat shn skr srn tet tpi wuu yue zgh zsm bem ber chr cop din dyu fon fuv gez kam
    kbp kea kmb lua luo mfe mos nqo nso nus nyn rar swc sus tem tig tiv tum umb war zza arn cho gil grc kal lzh
    mus niu pau pon syr tkl tvl yap bcl ext gcf gcr guw pcm
    """
THREE = frozenset(_THREE.split())
"""Codes of three letters for languages of government sites that have no code in ISO 639-1."""


def _spellings() -> dict[str, str]:
    codes: dict[str, str] = {}
    for entry in (*_TWO.split(), *_OTHER.split()):
        two, _, others = entry.partition(":")
        codes.setdefault(two, two)
        codes.update(dict.fromkeys(others.split(","), two))
    return codes


PRIMARY = _spellings()
"""Any known spelling of a language code → the shortest code of that language."""
