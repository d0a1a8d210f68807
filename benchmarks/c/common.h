/* What all kernels share: addressed draws and what rules need to know about two parties.
 *
 * layout.h is written from the NumPy record types, so that C reads the same memory. Expressions keep the order of the
 * Python rules, and the compiler may not fuse multiplication and addition: results must be equal to the last bit.
 */
#ifndef COMMON_H
#define COMMON_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "layout.h"

#define MAX(a, b) ((b) > (a) ? (b) : (a))
#define MIN(a, b) ((b) < (a) ? (b) : (a))
#define NAMED static inline __attribute__((unused))

typedef struct { double value[4]; } block_of;

#ifdef COUNT_DRAWS
extern int64_t blocks_drawn; /* a second library, with the same kernels, counts their blocks */
#define COUNT_ONE blocks_drawn++
#else
#define COUNT_ONE (void)0
#endif

/* Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011). */
NAMED block_of draw_block(int64_t seed, uint32_t entity, uint32_t moment, uint32_t purpose, uint32_t index) {
    COUNT_ONE;
    uint32_t key_0 = (uint32_t)seed, key_1 = (uint32_t)((uint64_t)seed >> 32);
    uint32_t a = entity, b = moment, c = purpose, d = index;
    for (int round = 0; round < 10; round++) {
        uint64_t product_0 = (uint64_t)0xD2511F53u * a, product_1 = (uint64_t)0xCD9E8D57u * c;
        a = (uint32_t)(product_1 >> 32) ^ b ^ key_0;
        c = (uint32_t)(product_0 >> 32) ^ d ^ key_1;
        b = (uint32_t)product_1;
        d = (uint32_t)product_0;
        key_0 += 0x9E3779B9u;
        key_1 += 0xBB67AE85u;
    }
    const double unit = 1.0 / 4294967296.0;
    return (block_of){{((double)a + 0.5) * unit, ((double)b + 0.5) * unit, ((double)c + 0.5) * unit,
                       ((double)d + 0.5) * unit}};
}

NAMED double draw(int64_t seed, uint32_t entity, uint32_t moment, uint32_t purpose, uint32_t index) {
    return draw_block(seed, entity, moment, purpose, index).value[0];
}

NAMED uint32_t deal_moment(int64_t opened, int64_t slot, int64_t quarter) {
    return (uint32_t)(((opened & 0xFFF) << 19) | ((slot & 0x7F) << 12) | (quarter & 0xFFF));
}

NAMED double deal_chance(const world *w, const deal *d, uint32_t purpose, uint32_t index) {
    return draw(w->region->seed, (uint32_t)d->initiator, deal_moment(d->opened, d->slot, 0), purpose, index);
}

NAMED block_of deal_block(const world *w, const deal *d, uint32_t purpose, uint32_t index) {
    return draw_block(w->region->seed, (uint32_t)d->initiator, deal_moment(d->opened, d->slot, w->region->quarter + 1),
                      purpose, index);
}

typedef struct {
    bool sides_differ, outward, classified, jurisdictions_differ, disadvantaged_payer;
    int64_t rung, licence_class;
    double waiver, trust, protection, harmonised, gap_exponent;
} pair;

NAMED int64_t licence_needed(const deal *d, const direction *way) {
    return way->licence_class < 0 ? d->rung : way->licence_class;
}

NAMED pair pair_of(const world *w, const deal *d, int64_t recipient_row) {
    const direction *way = &w->directions[d->direction];
    const organisation *source = &w->organisations[d->source], *recipient = &w->organisations[recipient_row];
    const int64_t cities = w->shape[AT_cities][0];
    return (pair){
        .sides_differ = way->sides_differ,
        .outward = way->outward,
        .classified = d->classified,
        .jurisdictions_differ = source->jurisdiction != recipient->jurisdiction,
        .disadvantaged_payer = w->kinds[way->source_pays ? source->kind : recipient->kind].disadvantaged,
        .rung = d->rung,
        .licence_class = licence_needed(d, way),
        .waiver = way->waiver >= 0 ? w->values[way->waiver] : 0.0,
        .trust = 0.5 * (source->trust + recipient->trust),
        .protection = w->city_pair[(PROTECTION * cities + source->city) * cities + recipient->city],
        .harmonised = w->fields[d->field].harmonised,
        .gap_exponent = way->gap_exponent,
    };
}

NAMED bool holds_licence(int64_t licence_class, double expiry, int64_t needed, double quarter) {
    return needed <= 0 || (licence_class >= needed && expiry > quarter);
}

NAMED void fill(double *out, double value) {
    for (int place = 0; place < BARRIERS; place++) out[place] = value;
}

NAMED double product(const double *factors) {
    double total = 1.0;
    for (int place = 0; place < BARRIERS; place++) total *= factors[place];
    return total;
}

NAMED double any_of(const double *chances) {
    double none = 1.0;
    for (int place = 0; place < BARRIERS; place++) none *= 1.0 - chances[place];
    return 1.0 - none;
}

NAMED double conversion_gap(double intensity, const pair *p, const settings *s) {
    if (!p->sides_differ) return 0.0;
    double widened = 1.0 + s->gap_rung_markup * (double)(p->rung - 1);
    return MIN(1.0, pow(intensity, p->gap_exponent) * (1.0 - p->harmonised) * widened);
}

NAMED void at_gap(double *out, const pair *p, const settings *s) {
    fill(out, 0.0);
    out[STANDARDS_MISMATCH] = conversion_gap(s->barriers[STANDARDS_MISMATCH], p, s);
}

NAMED double absorptive_capacity(const double *expertise, const double *related, int64_t fields, const settings *s) {
    double best = 0.0;
    for (int64_t field = 0; field < fields; field++) best = MAX(best, expertise[field] * related[field]);
    return 1.0 - exp(-s->absorb_coef * best);
}

NAMED double comprehension(double distance, double capacity, const settings *s) {
    return exp(-distance / (s->comprehension_scale * (0.5 + capacity)));
}

NAMED void die(world *w, deal *d, int stage, int cause, double time) {
    const settings *s = w->settings;
    d->status = STATUS_DEAD;
    d->stage = (int8_t)stage;
    d->cause = (int8_t)cause;
    d->ended = time;
    organisation *source = &w->organisations[d->source];
    source->open_deals -= 1;
    if (d->recipient >= 0) {
        organisation *recipient = &w->organisations[d->recipient];
        recipient->open_deals -= 1;
        double kept = cause == CAUSE_TECHNICAL_FAILURE ? s->technical_failure_factor : s->failure_factor;
        source->perceived_success = source->perceived_success * kept;
        recipient->perceived_success = recipient->perceived_success * kept;
    }
}

NAMED void enter(deal *d, int stage) {
    d->stage = (int8_t)stage;
    for (int event = 0; event < CLOCKS; event++) d->hazard[event] = 0.0;
}

/* Places from the highest value to the lowest by merging, as sim.rules.descending; equal values keep their order. */
NAMED int64_t *descending(const double *values, int64_t count, int64_t *places, int64_t *other) {
    for (int64_t place = 0; place < count; place++) places[place] = place;
    for (int64_t width = 1; width < count; width *= 2) {
        for (int64_t start = 0; start < count; start += 2 * width) {
            int64_t left = start, middle = MIN(start + width, count), right = middle;
            int64_t end = MIN(start + 2 * width, count);
            for (int64_t place = start; place < end; place++) {
                bool from_left = left < middle && (right >= end || values[places[left]] >= values[places[right]]);
                other[place] = from_left ? places[left++] : places[right++];
            }
        }
        int64_t *swap = places;
        places = other;
        other = swap;
    }
    return places;
}

#endif
