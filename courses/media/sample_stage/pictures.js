// The ten pictures. Each gets the place in the story (0 to 1: it arrives; 1 to 2: the first line, and so on) and a
// small sway, and draws inside x 500 to 830, y 30 to 450.
const came = (story, line) => clamp(story - line);
const pop = (inside, story, line, cx, cy) => moved(inside, { scale: came(story, line), cx, cy });
/** The same for the index-th of a few things that come one after the other within one line. */
const inTurn = (story, line, index, count) => clamp(came(story, line) * 2 - index / count);
const speaks = (story, line, sway) => story > line && story < line + 1 + (line === 4) && sway > 0;

const AMARA = { skin: 2, shirt: RED, hair: "round" };
const JOAN = { skin: 0, shirt: BLUE, hair: "long", tint: GREY };
const FATIMA = { skin: 2, shirt: BLUE, hair: "scarf", tint: GREEN };
const TOM = { skin: 0, shirt: PAPER, hair: "short" };
const MEI = { skin: 1, shirt: GREEN, hair: "long" };
const DEV = { skin: 3, shirt: PINK, hair: "short" };

const PICTURES = {
  door(story, sway) {
    const open = came(story, 2), edge = mix(754, 640, open);
    const knocks = [0, 1, 2].map((n) => leaf(548 - n * 4, 190 + n * 34, 512 - n * 6, 176 + n * 42, PAPER, 0.22)).join("");
    const front = cut([[560, 132], [edge, mix(132, 112, open)], [edge, mix(442, 466, open)], [560, 442]], RED, 2);
    const panel = (y, height) => cut([[mix(578, 572, open), y], [edge - mix(18, 12, open), y - open * 8],
      [edge - mix(18, 12, open), y + height + open * 10], [mix(578, 572, open), y + height]], "#a32510", 2);
    const number = open < 0.5 ? type("14", 657, 222, 54, PAPER) : "";
    const neighbour = moved(person({ ...FATIMA, talking: story > 3 && sway > 0 }), { x: 706, y: 300, turn: sway * 0.8 });
    const speech = bubble(716, 56, 122, 74, PAPER, [724, 172]) + scribbles(736, 82, 82, 2, INK);
    return `${box(536, 70, 242, 380, INK, 4)}${box(550, 84, 214, 366, PAPER, 3)}${box(560, 132, 194, 318, INK, 2)}
      <path fill="${SUN}" d="M560 126Q568 92 657 90Q746 92 754 126z"/>${open > 0 ? box(566, 138, 186, 312, SUN, 2) + neighbour : ""}
      ${box(556, 440, 206, 12, INK, 1)}${front}${panel(150, 112 * (1 - open * 0.05))}${panel(296, 112)}${number}
      ${disc(edge - 16, 290, 8, SUN)}${story > 1 && story < 2.3 ? moved(knocks, { x: sway * 4 }) : ""}${pop(speech, story, 3, 724, 170)}`;
  },
  talk(story, sway) {
    const small = bubble(556, 44, 110, 70, PAPER, [580, 160]) + scribbles(576, 74, 70, 2, INK);
    const ask = bubble(700, 60, 86, 74, SUN, [744, 164]) + type("?", 742, 116, 56, INK);
    const large = bubble(520, 24, 176, 108, PAPER, [584, 170]) + scribbles(542, 54, 134, 3, RED);
    return `${moved(person({ ...JOAN, talking: speaks(story, 1, sway) || speaks(story, 4, sway) }), { x: 580, y: 272, turn: sway })}
      ${moved(person({ ...AMARA, talking: speaks(story, 3, sway) }), { x: 746, y: 272, turn: -sway })}
      ${box(496, 388, 346, 70, INK, 3)}${mug(604, 318, SUN, sway * 5)}${mug(720, 322, PAPER, -sway * 5)}
      ${story < 4.3 ? pop(small, story, 1, 580, 160) : ""}${pop(ask, story, 3, 744, 164)}${pop(large, story, 4, 584, 170)}`;
  },
  circle(story, sway) {
    const face = (skin, shirt) => disc(0, 0, 34, shirt) + disc(0, -3, 20, SKIN[skin]);
    const seat = (index) => [694 + Math.cos(index * 0.785 + 0.3) * 106, 214 + Math.sin(index * 0.785 + 0.3) * 106];
    const shirts = [RED, SUN, GREEN, PAPER, PINK];
    const sitting = [1, 2, 4, 5, 6].map((place, index) => {
      const [x, y] = seat(place);
      return moved(face(index % 4, shirts[index]), { x, y: y + sway * (index % 2 ? 2 : -2) });
    }).join("");
    const outside = [[812, 64], [546, 362], [814, 372]];
    const guests = [7, 3, 0].map((place, index) => {
      const [x, y] = seat(place), [fromX, fromY] = outside[index], way = came(story, 4);
      const here = came(story, 2) > 0 ? Math.min(1, came(story, 2) + 0.2) : 0;
      const empty = `<circle cx="${round(x)}" cy="${round(y)}" r="31" fill="none" stroke="${PAPER}" stroke-width="4" stroke-dasharray="9 8"/>`;
      const path = story > 3 && way === 0 ? leaf(mix(x, fromX, 0.36), mix(y, fromY, 0.36), mix(x, fromX, 0.6), mix(y, fromY, 0.6), PAPER, 0.22) : "";
      return empty + path + moved(face(3 - index, SUN), { x: mix(fromX, x, way), y: mix(fromY, y, way), scale: here });
    }).join("");
    return `${disc(694, 214, 58, PAPER)}${scribbles(662, 204, 64, 2, INK)}${sitting}${guests}`;
  },
  mugs(story, sway) {
    const large = bubble(520, 44, 190, 122, PAPER, [590, 216]) + scribbles(546, 78, 138, 3, INK);
    const small = bubble(738, 96, 88, 66, SUN, [752, 214]) + scribbles(754, 126, 56, 1, INK);
    const love = `<path fill="${RED}" d="M616 132Q574 104 588 78Q604 62 616 84Q630 62 646 78Q658 104 616 132z"/>`;
    const note = box(672, 262, 144, 104, PAPER, 4) + disc(742, 270, 8, RED) + type("Thursday", 744, 328, 32, INK);
    return `${box(496, 384, 346, 74, INK, 3)}${moved(mug(0, 0, SUN, sway * 6), { x: 570, y: 262, scale: 1.4 })}
      ${moved(mug(0, 0, RED, -sway * 6), { x: 736, y: 276, scale: 1.25 })}
      ${pop(story < 3.2 ? large : bubble(520, 44, 190, 122, PAPER, [590, 216]) + love, story, 2, 590, 216)}
      ${pop(small, story, 2, 752, 214)}${pop(moved(note, { turn: -4 + sway, cx: 742, cy: 270 }), story, 4, 742, 314)}`;
  },
  jobs(story, sway) {
    const jobs = [["Tea", 2, RED], ["Doors", 0, BLUE], ["Posters", 3, GREEN], ["Calls", 1, PINK]];
    const cards = jobs.map(([job, skin, shirt], index) => {
      const x = 532 + (index % 2) * 142, y = 60 + Math.floor(index / 2) * 164;
      const taken = inTurn(story, 3, index, 4);
      const face = moved(`<path fill="${shirt}" d="M-40 46Q-40 14 0 14Q40 14 40 46z"/>` + disc(0, 0, 24, SKIN[skin])
        + `<path d="M-9 4q9 9 18 0" fill="none" stroke="${skin > 1 ? "#fff0dc" : INK}" stroke-width="3" stroke-linecap="round"/>`,
        { x: x + 62, y: y + 86, scale: taken });
      const card = box(x, y, 124, 144, PAPER, 4) + disc(x + 62, y + 8, 8, RED) + type(job, x + 62, y + 48, 32, INK) + face;
      return pop(moved(card, { turn: (index % 2 ? 3 : -3) + sway * (index % 2 ? 0.8 : -0.8), cx: x + 62, cy: y + 8 }),
        index ? inTurn(story, 1, index - 1, 3) : story, 0, x + 62, y + 72);
    }).join("");
    const thanks = bubble(574, 186, 176, 72, SUN, [640, 288]) + type("Thank you!", 662, 234, 36, INK);
    return `${box(508, 28, 312, 392, GREEN, 5)}${box(520, 40, 288, 368, "#125339", 4)}${cards}${pop(thanks, story, 4, 640, 288)}`;
  },
  leader(story, sway) {
    const guest = (who, x, from) => moved(person(who), { x: mix(from, x, came(story, 3)), y: 316, turn: -sway });
    return `${story > 2 ? moved(rays(660, 220, 108, 196, 22, RED, 0), { scale: came(story, 2), cx: 660, cy: 220, turn: sway }) : ""}
      ${came(story, 3) > 0 ? guest(TOM, 548, 440) + guest(DEV, 772, 900) : ""}
      ${moved(person({ ...FATIMA, talking: speaks(story, 4, sway) }), { x: 660, y: 274, turn: sway * 0.8, scale: 1.15 })}
      ${pop(bubble(724, 70, 96, 66, PAPER, [722, 176]) + type("Yes!", 772, 118, 40, RED), story, 4, 722, 176)}`;
  },
  power(story, sway) {
    const dots = [[574, 168, SUN], [676, 186, PAPER], [780, 164, PAPER], [544, 262, PAPER], [644, 276, SUN], [768, 260, PAPER]];
    const links = [[0, 668, 76], [1, 668, 76], [2, 668, 76]];
    const line = (x1, y1, x2, y2, fill, fat) => leaf(x1, y1, x2, y2, fill, fat);
    const upper = links.map(([from, x, y]) => line(dots[from][0], dots[from][1], mix(dots[from][0], x, came(story, 2)), mix(dots[from][1], y, came(story, 2)), PAPER, 0.03)).join("");
    const lower = [[3, 0], [4, 0], [4, 1], [5, 2]].map(([a, b]) => line(dots[a][0], dots[a][1], mix(dots[a][0], dots[b][0], came(story, 3)), mix(dots[a][1], dots[b][1], came(story, 3)), PAPER, 0.03)).join("");
    const route = [[666, 350], [644, 276], [574, 168], [668, 76]];
    const marked = route.slice(1).map(([x, y], index) => {
      const [fromX, fromY] = route[index], way = clamp(came(story, 4) * 3 - index);
      return way > 0 ? line(fromX, fromY, mix(fromX, x, way), mix(fromY, y, way), SUN, 0.07) : "";
    }).join("");
    const heads = dots.map(([x, y, fill], index) => pop(disc(x, y + (index % 2 ? sway : -sway), 25, story > 3 ? fill : PAPER),
      inTurn(story, index < 3 ? 1 : 2, index % 3, 3), 0, x, y)).join("");
    return `${story > 2 ? upper : ""}${story > 3 ? lower : ""}${marked}${heads}
      ${moved(box(604, 32, 128, 84, PAPER, 4) + type("Yes", 668, 94, 58, RED), { turn: sway, cx: 668, cy: 74, scale: clamp(story) })}
      ${house(622, 442, 88, 74, RED, 1, 2)}`;
  },
  issue(story, sway) {
    const flats = Array.from({ length: 5 }, (_, row) => [0, 1, 3, 4].map((column) =>
      box(556 + column * 44, 166 + row * 54, 26, 32, (row + column) % 3 ? "#3a3226" : SUN, 1.5)).join("")).join("");
    const cloud = disc(580, 110, 62, GREY) + disc(656, 84, 80, GREY) + disc(740, 112, 64, GREY) + disc(660, 140, 58, GREY)
      + [[566, 100], [640, 72], [716, 96], [640, 134]].map(([x, y]) => leaf(x, y, x + 58, y - 6, INK, 0.06)).join("");
    const size = mix(1, 0, came(story, 2)), lift = box(643, 268, 34, 92, PAPER, 1) + box(659, 268, 2.5, 92, INK, 0);
    const ring = `<ellipse cx="660" cy="314" rx="48" ry="72" fill="none" stroke="${RED}" stroke-width="9"/>`;
    const date = box(712, 76, 116, 116, PAPER, 3) + box(712, 76, 116, 34, RED, 2) + type("May", 770, 166, 50, INK);
    const done = `<path fill="none" stroke="${GREEN}" stroke-width="17" d="M592 88l30 32l58 -74"/>`;
    return `${box(540, 144, 240, 304, BLUE, 4)}${box(530, 132, 260, 20, INK, 3)}${flats}${box(640, 152, 40, 298, INK, 1)}${lift}
      ${size > 0 ? moved(cloud, { scale: size, cx: 660, cy: 110, x: sway * 4 }) : ""}${pop(ring, story, 3, 660, 314)}
      ${pop(moved(date, { turn: 4 + sway, cx: 770, cy: 134 }), story, 3, 770, 134)}${pop(done, story, 4, 636, 84)}`;
  },
  action(story, sway) {
    const signs = [["Safe", "crossing", PAPER, INK, 560, 1], ["Fix", "our lifts", SUN, INK, 668, 2], ["Keep our", "library", BLUE, PAPER, 772, 3]];
    const raised = signs.map(([one, two, fill, ink, x, line], index) => {
      const up = mix(170, 0, came(story, line));
      const sign = box(x - 4, 120, 8, 260, INK, 1) + box(x - 54, 48 + index * 10, 108, 92, fill, 5)
        + type(one, x, 88 + index * 10, 29, ink) + type(two, x, 120 + index * 10, 29, ink);
      return moved(sign, { y: up, turn: [-5, 2, 4][index] + sway * (index - 1 || 1), cx: x, cy: 380 });
    }).join("");
    const row = [[MEI, 540], [DEV, 788], [{ ...TOM, shirt: GREEN }, 730], [AMARA, 602], [{ ...JOAN, shirt: PAPER }, 672]];
    const people = row.map(([who, x], index) => moved(person({ ...who, talking: speaks(story, 4, index % 2 ? sway : -sway) }),
      { x, y: 352 + (index > 2 ? 22 : 0) + (index % 2 ? sway : -sway) * 2, scale: 0.86, cx: 0, cy: 0 })).join("");
    return `${raised}${people}`;
  },
  street(story, sway) {
    const lit = Math.round(clamp(story / 5) * 20 * 1.12);
    const homes = [[500, 84, 150, RED, 2], [586, 80, 214, BLUE, 3], [668, 78, 176, GREEN, 2], [748, 84, 230, "#9a4630", 3]];
    let left = lit;
    const houses = homes.map(([x, width, height, fill, rows]) => {
      const drawn = house(x, 446, width, height, fill, rows, left);
      left -= rows * 2;
      return drawn;
    }).join("");
    return `${disc(548, 92, 44, "#f8e7bd")}${disc(568, 80, 38, "#16233f")}${houses}`;
  },
};
