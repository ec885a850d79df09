"""Chinese texts of any length, made of sentences written for this project."""

from __future__ import annotations

import random

PARTS = """
清早 傍晚 半夜 去年冬天 下雨以前 收工以后 那几年 春分前后 每逢集日 船靠岸的时候 天还没亮 吃过晚饭
过完年 霜降那天 停电的晚上 放学路上 考试前一周 搬家的第二天 台风过去以后 桂花开的时候

祖母 邻居老周 修鞋的师傅 我和表弟 卖豆腐的女人 校长 新来的护士 撑船的人 图书馆的管理员 小学同学阿兰
隔壁的木匠 送信的邮差 退休的工程师 合唱团的指挥 守灯塔的夫妇 从外地来的学生 养蜂人 钟表店的学徒
老船长 面馆老板

在河埠头 在旧车站的候车室里 沿着城墙根 在阁楼的小窗下 在晒谷场中央 隔着一条窄巷 在渡口的石阶上
在厨房的炉火旁 在山顶的观测站 在图书馆最里面的书架前 在屋檐下的竹椅上 在码头边的仓库门口
在没有路灯的桥上 在院子的枣树底下

把潮湿的信纸一张一张摊开 数着墙上斑驳的裂缝 给一只受伤的鸽子包扎翅膀 小声背诵昨天学的诗
用铅笔描那张泛黄的地图 等一封迟到了三个月的信 跟着收音机学唱一首老歌 把茶叶罐擦得发亮
讨论水位还会不会上涨 替大家煮了一大锅姜汤 修理那台总是走慢的座钟 讲起年轻时候出海的经历
计算着盖房子还缺多少砖瓦 在日记本里夹了一片银杏叶 翻译一份谁也看不懂的说明书 辨认石碑上模糊的字迹
把晒干的辣椒串成长长的一串 研究怎样让菜园里的萝卜长得更甜

，谁也没有说话。 ，窗外的雾慢慢散了。 ，心里却想着另外一件事。 ，连猫都不愿意走开。
，好像时间从来没有过去。 ，后来我们常常提起那一天。 ，直到锅里的水烧干了才想起来。
，旁边的人都忍不住笑了。 ，灯光把影子拉得很长。 ，这样的日子一过就是十年。 ，没有人知道答案。 ！ 。 ？
，风里带着一点海的咸味。
"""
"""What sentences are made of: when, who, where, what they do, how it ends."""


def text(hanzi: int, seed: int = 1) -> str:
    """Return paragraphs of about *hanzi* characters together, the same for the same *seed*."""
    choose = random.Random(seed)  # noqa: S311 - no secret
    parts = [part.split() for part in PARTS.split("\n\n")]
    paragraphs: list[str] = []
    length = 0
    while length < hanzi:
        sentences = ["".join(choose.choice(words) for words in parts) for _ in range(choose.randint(1, 4))]
        paragraphs.append("".join(sentences))
        length += len(paragraphs[-1])
    return "\n\n".join(paragraphs)
