"""The figures of GB/T 9704-2012 《党政机关公文格式》 as data: a profile that a province may vary, not constants.

Numbers in brackets are clauses of the standard; domain.md d1 lists the sources. Where the standard leaves a choice, the
comment says what we chose and why. Sizes: 2号 = 22 pt, 3号 = 16 pt, 4号 = 14 pt, 小四 = 12 pt, 五号 = 10.5 pt as Word has them.
"""

from dataclasses import dataclass

TWIPS_PER_MM = 1440 / 25.4


def twips(millimetres: float) -> int:
    """Return a length in twips (1/20 pt), the unit of WordprocessingML."""
    return round(millimetres * TWIPS_PER_MM)


@dataclass(frozen=True)
class Face:
    """A font by its name and its size in half points. Fonts are named, never embedded: their licences forbid it."""

    font: str
    half_points: int

    @property
    def character_twips(self) -> int:
        """Width of one Chinese character."""
        return self.half_points * 10


@dataclass(frozen=True)
class Profile:
    """How a paper is set. Lengths in millimetres, counts in characters or lines."""

    # Page (5.2.1, 6.1)
    page_width: float = 210
    page_height: float = 297
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    lines_per_page: int = 22
    characters_per_line: int = 28

    # Text (5.2.2, 7.3). Digits and Latin letters take the same 仿宋 as the text: 5.2.2 says "一般用3号仿宋体字" and excepts
    # nothing, its digits are exactly half a character wide, which keeps 28 characters a line, and signs that Word counts
    # as Latin in one font and Chinese in another (“ ” — …) cannot come out narrow.
    text: Face = Face("仿宋_GB2312", 32)
    title: Face = Face("方正小标宋简体", 44)
    subtitle: Face = Face("楷体_GB2312", 32)
    levels: tuple[Face, ...] = (
        Face("黑体", 32),
        Face("楷体_GB2312", 32),
        Face("仿宋_GB2312", 32),
        Face("仿宋_GB2312", 32),
    )
    emphasis_font: str = "楷体_GB2312"  # Chinese has no italics
    first_line_characters: int = 2
    title_characters: int = 20  # 2号 characters in 156 mm
    lines_above_title: int = 2  # between 发文字号 and the title (7.3.1)

    # Ending (7.3.4-7.3.7): the sealed form, where the date stands 4 characters in and the signature is centred over it
    lines_above_signature: int = 2
    date_right_characters: int = 4
    annex_label: Face = Face("黑体", 32)

    # Head (版头, 7.2): the mark stands 35 mm under the upper edge of the type area. The standard leaves its size to the issuer,
    # "以醒目、美观、庄重为原则". A letter (信函格式, 10.1) has its own lines and distances from the paper's edges.
    mark: Face = Face("方正小标宋简体", 96)
    mark_top: float = 35
    form_mark: Face = Face("方正小标宋简体", 52)  # over a form, which has to stay on its page
    lines_under_mark: int = 2
    red_line_gap: float = 4
    red_line: float = 1.5  # points
    letter_mark_top: float = 30
    letter_foot: float = 20
    letter_line: float = 170

    # Page number (7.5): the dash lies 7 mm under the type area
    page_number: Face = Face("宋体", 28)
    page_number_gap: float = 7
    page_number_indent: int = 1

    # 版记 (7.4): rules 0.35 mm outside and 0.25 mm inside, in eighths of a point, as near as Word draws them
    colophon: Face = Face("仿宋_GB2312", 28)
    colophon_outer_rule: int = 8
    colophon_inner_rule: int = 6
    colophon_indent: int = 1

    # Tables: the standard is silent; 小四 in the text and 五号 in the wide annexes is what offices print
    table_font: str = "仿宋_GB2312"
    table_head_font: str = "黑体"
    table_half_points: int = 24
    wide_table_half_points: int = 21
    table_rule: int = 4
    sign_characters: int = 14  # of table text, for signature, seal and day at the right of an entry

    # What a machine without the font shall take instead (w:altName in the font table)
    fallbacks: tuple[tuple[str, str], ...] = (
        ("仿宋_GB2312", "仿宋"),
        ("楷体_GB2312", "楷体"),
        ("方正小标宋简体", "宋体"),
        ("黑体", "SimHei"),
        ("宋体", "SimSun"),
    )

    # What the PDF takes, by the names that fonts bear inside: a site's own fonts (TRACKER_FONT_DIR) before the free ones
    printed_fonts: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("仿宋_GB2312", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "Noto Serif SC")),
        ("楷体_GB2312", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "Noto Serif SC")),
        ("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif SC")),
        ("黑体", ("SimHei", "黑体", "Noto Sans SC")),
        ("宋体", ("SimSun", "宋体", "Noto Serif SC")),
    )

    @property
    def text_width(self) -> int:
        """Width of the type area (版心) in twips: 156 mm."""
        return twips(self.page_width) - twips(self.left) - twips(self.right)

    @property
    def text_height(self) -> int:
        """Height of the type area in twips: 225 mm."""
        return twips(self.page_height) - twips(self.top) - twips(self.bottom)

    @property
    def line_pitch(self) -> int:
        """Distance of lines in twips: the largest that holds all lines, 28.95 pt."""
        return self.text_height // self.lines_per_page

    @property
    def printed_pitch(self) -> float:
        """Distance of lines in points where the first and the last line touch the edges of the type area: 29.6 pt.

        The standard's own reckoning (5.2.3 with 3.7: a line is a character and 7/8 of one, the white under the last not counted).
        Word cannot leave that white out, hence `line_pitch` there; both give 22 lines.
        """
        return (self.text_height / 20 - self.text.half_points / 2) / (self.lines_per_page - 1) - 0.001

    @property
    def character_spacing(self) -> int:
        """Twips added to each character so that a line holds all of them.

        Word's 三号 (16 pt) is larger than the printers' 3号 (15.75 pt): 28 of it are 158 mm and overflow 156 mm. A spacing
        of -0.25 pt gives the printers' pitch. It is set on the characters, not by the grid, for office programs other
        than Word read a character grid differently.
        """
        return (self.text_width - self.characters_per_line * self.text.character_twips) // self.characters_per_line

    @property
    def footer_distance(self) -> int:
        """Twips from the paper's edge to the foot of the page number, whose dash is at half its height."""
        return twips(self.bottom - self.page_number_gap) - self.page_number.character_twips // 2


GBT9704 = Profile()
