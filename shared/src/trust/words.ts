/** One word a byte, for people to compare by voice: no two begin with the same four letters. The order never changes. */
export const words: readonly string[] = `
acorn actor agent album alley amber anchor angle ankle apple apron arch armor arrow atlas autumn
badge bagel baker balloon bamboo banjo barley barn basin basket beach bead beaver bench berry bicycle
birch blanket bottle bowl bread brick bridge broom bucket button cabin cactus camel candle canoe carpet
carrot castle cedar cello chalk cherry chess chimney cinema circle clover cloud coast coffee comet copper
coral cotton cradle crane crayon cricket crown curtain cushion daisy dancer desert diamond dolphin donkey dragon
drum eagle easel echo elbow ember engine falcon farmer feather fence fiddle finger flag flute forest
fossil fountain fox frost galaxy garden garlic gate ginger glacier globe glove grape guitar hammer harbor
harp hazel hedge helmet heron hill honey hotel igloo indigo iris island ivory ivy jacket jaguar
jar jelly jewel jungle kayak kettle kiosk kite kitten koala ladder lagoon lamp lantern lemon lentil
letter lilac lily linen lion lizard lobster lotus lumber magnet mango maple marble meadow medal melon
mirror mitten monkey morning mountain muffin museum napkin needle nest nickel noodle nutmeg oak oasis ocean
olive onion opal orange orchid otter oven owl oyster paddle palace panda paper parrot peach pebble
pencil pepper piano pigeon pillow pine planet plum pocket pony poppy potato pumpkin puzzle quail quartz
quill rabbit radio raft rainbow ribbon river robin rocket saddle salmon sandal satin saturn scarf school
shell silver sketch sparrow spoon spruce squirrel stable summer sunset table teapot temple thimble thunder tiger
tomato tower tulip tunnel turtle umbrella valley velvet violin walnut water whistle willow window wizard zebra
`
  .trim()
  .split(/\s+/);
