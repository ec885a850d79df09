"""Readings that the neighbours of a character settle."""

from __future__ import annotations

import pytest

from site_builder.text.pinyin.reader import read
from site_builder.text.pinyin.rules import settled


def reading(sentence: str) -> str:
    """Return how the character in 【】 is read."""
    place = sentence.index("【")
    found, *_ = read(sentence.replace("【", "").replace("】", ""))
    return found[place]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("她在剧中扮演【着】重要的角色。", "zhe"),
        ("路边设有人【行】道。", "xíng"),
        ("他正【为】孩子们讲故事。", "wèi"),
        ("大家都以【为】他走了。", "wéi"),
        ("她成【为】我们的班长。", "wéi"),
        ("一步一步【地】往上爬。", "de"),
        ("墙上挂着一支笛【子】。", "zi"),
        ("她在预选【中】表现很好。", "zhōng"),
        ("类【似】的事情发生过。", "sì"),
        ("天像要塌下来【似】的。", "shì"),
        ("所以【为】什么是我？", "wèi"),
        ("绿【的】", "de"),
        ("【否】", "fǒu"),
        ("多、【少】、无", "shǎo"),
        ("他成了众矢之【的】。", "dì"),
        ("你以【为】什么最难？", "wéi"),
        ("很多人参【与】。", "yù"),
        ("这些想法是他的点【子】。", "zi"),
        ("借了又【还】，还了又借。", "huán"),
        ("【综】上所述，我们同意。", "zōng"),
        ("桌上有一【卷】胶带。", "juǎn"),
        ("天气暖【和】了。", "huo"),
        ("列车【长】的考量", "zhǎng"),
        ("阳光温暖【和】煦。", "hé"),
        ("洞里能取暖【和】避风。", "hé"),
        ("请大家【更】正视这个问题。", "gèng"),
        ("人群【涌】入广场。", "yǒng"),
        ("他们决定【重】建家园。", "chóng"),
        ("院里有两棵【柏】树。", "bǎi"),
        ("卡车差点【轧】死一只猫。", "yà"),
        ("这根管子【长】约三米。", "cháng"),
        ("去年产量增【长】5%。", "zhǎng"),
        ("此案之【处】理尚待商议。", "chǔ"),
        ("他【晕】了过去。", "yūn"),
        ("这样做不妥【当】。", "dàng"),
        ("她必须【发】誓。", "fā"),
        ("汤里的牛肉要多【嚼】几下。", "jiáo"),
        ("雪下【得】真大。", "de"),
        ("快走，不然【得】迟到。", "děi"),
        ("空房【子】里没有人。", "zi"),
        ("这里四【通】八达。", "tōng"),
        ("这里四通【八】达。", "bā"),
        ("他们互相倾【轧】不休。", "yà"),
        ("他们互相倾轧【不】休。", "bù"),
    ],
)
def test_neighbours_settle_a_reading(sentence: str, expected: str) -> None:
    assert reading(sentence) == expected


def test_a_rule_names_a_place_and_its_reading() -> None:
    assert dict(settled("人群涌入")) == {2: "yǒng"}
    assert dict(settled("没有规则")) == {}
