/* What the machine can do at best: copying memory, and Philox blocks one after another. */
#include "common.h"

#ifdef COUNT_DRAWS
int64_t blocks_drawn = 0;
#endif

void nothing(world *w) { (void)w; }

void copy(double *restrict to, const double *restrict from, int64_t count) {
    for (int64_t place = 0; place < count; place++) to[place] = from[place];
}

double draws(int64_t seed, int64_t count) {
    double total = 0.0;
    for (int64_t entity = 0; entity < count; entity++) {
        block_of chance = draw_block(seed, (uint32_t)entity, 1, 1, 0);
        total += chance.value[0] + chance.value[1] + chance.value[2] + chance.value[3];
    }
    return total;
}
