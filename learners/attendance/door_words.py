"""Short, plain words that sound different, for the code on the wall: easy to read from far away and to type."""

_LIST = """
acorn actor album alley amber angel ankle apple apron arrow atlas attic autumn awning baker ballad bamboo banjo
banner barge barn basil basket beacon bell bench berry bicycle birch biscuit blanket blossom bonnet border
bottle boulder bread bridge broom brush bucket bugle button cabin cactus camel candle canoe canvas carpet carrot
castle cedar cellar chalk cherry chess chimney cider cinema circle clover cobble coconut coffee comet compass
copper coral cotton cradle crayon cricket crown crumble curtain cushion daisy dancer desert diamond dinner
dolphin donkey dragon drummer eagle easel ember engine evening falcon feather fennel ferry fiddle finger flask
flint flower forest fountain fox garden garlic gate ginger glider glove goblet goose granite grape gravel guitar
hammer hamper harbour harvest hazel heather helmet heron hill hollow honey hood horizon island ivory jacket jam
jasmine jersey jigsaw jungle kettle kite kitten ladder lagoon lantern lark lemon letter lilac linen lizard
lobster locket lupin magnet mango maple marble market meadow medal melon mill mirror mitten monkey moon mosaic
moss muffin mustard napkin nettle nutmeg oak oat ocean olive onion orange orchard otter oven owl paddle panda
paper parsley pear pebble pencil pepper piano pickle pigeon pillow pilot pine planet plum pocket pond pony poppy
potter pulley pumpkin puzzle quilt rabbit radish raft rainbow raven ribbon river robin rocket rope rose saddle
saffron sail salad salmon sandal saucer scarf school shadow shell silver sky sloop snow spoon spring squirrel
stable star steam stone stream sugar summer sunset swan table teapot thimble thistle thunder ticket tiger timber
toast tomato torch tower tractor trumpet tulip tunnel turnip turtle valley vase velvet village violin wagon
walnut water wheel whistle willow window winter wooden yellow
"""

WORDS = tuple(_LIST.split())
