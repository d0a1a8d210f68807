/* The phases entry_exit and opening (sim/phases/entry_exit.py, opening.py): who takes part, and what it offers. */
#include "common.h"

static void close_deals(world *w) {
    for (int64_t place = 0; place < w->region->open_deals; place++) {
        deal *d = &w->deals[w->open_deals[place]];
        if (d->status != STATUS_OPEN) continue;
        bool gone = !w->organisations[d->source].alive;
        if (d->recipient >= 0) gone = gone || !w->organisations[d->recipient].alive;
        if (gone) die(w, d, d->stage, CAUSE_ORGANISATION_CLOSED, (double)w->region->quarter);
    }
}

void entry_exit(world *w) {
    const settings *s = w->settings;
    region *r = w->region;
    int64_t cities = w->shape[AT_cities][0], cells = w->shape[AT_kinds][0] * cities;
    double *members = calloc((size_t)(2 * cells), sizeof(double)), *chances = members + cells;
    r->entries = 0;
    r->exits = 0;
    close_deals(w);
    for (int64_t row = 0; row < r->organisations; row++) {
        const organisation *one = &w->organisations[row];
        if (!one->alive) continue;
        members[one->kind * cities + one->city] += 1.0;
        if ((double)(r->quarter - one->last_delivery) <= s->peer_memory)
            chances[one->kind * cities + one->city] += 1.0;
    }
    double factor = sqrt(MAX(0.0, 1.0 - s->barriers[MARKET_SEPARATION]));
    factor = factor * (1.0 - s->handicap * s->barriers[UNEQUAL_POLICY_TREATMENT]);
    for (int64_t cell = 0; cell < cells; cell++) {
        double peers = chances[cell] / MAX(members[cell], 1.0);
        chances[cell] = 1.0 - exp(-((s->p_enter + s->q_enter * peers) * factor));
    }
    for (int64_t row = 0; row < r->organisations; row++) {
        organisation *one = &w->organisations[row];
        if (!one->alive || !w->kinds[one->kind].enters) continue;
        if (!one->active) {
            int64_t cell = one->kind * cities + one->city;
            if (draw(r->seed, (uint32_t)one->key, (uint32_t)r->quarter, PURPOSE_ENTRY, 0) < chances[cell]) {
                one->active = true;
                one->perceived_success = MAX(one->perceived_success, s->initial_success);
                r->entries += 1;
            }
        } else if (one->open_deals == 0 && one->perceived_success < s->exit_below) {
            if (draw(r->seed, (uint32_t)one->key, (uint32_t)r->quarter, PURPOSE_EXIT, 0) < s->exit_rate) {
                one->active = false;
                r->exits += 1;
            }
        }
    }
    free(members);
}

static int direction_of(const world *w, int kind, double chance) {
    int last = -1;
    for (int place = 0; place < w->shape[AT_directions][0]; place++) {
        const direction *way = &w->directions[place];
        if (way->source_kind != kind) continue;
        last = place;
        if (way->chance < 0) return place;
        double share = w->values[way->chance], left = 1.0 - share;
        if (chance < share) return place;
        chance = (chance - share) / MAX(1e-12, left);
    }
    return last;
}

static void describe(const world *w, deal *d, organisation *one, int64_t slot) {
    const region *r = w->region;
    uint32_t moment = deal_moment(r->quarter, slot, 0);
    block_of nature = draw_block(r->seed, (uint32_t)one->key, moment, PURPOSE_DEAL_NATURE, 0);
    block_of luck = draw_block(r->seed, (uint32_t)one->key, moment, PURPOSE_DEAL_QUALITY, 0);
    double spread = w->settings->quality_spread;
    d->direction = (int8_t)direction_of(w, one->kind, nature.value[0]);
    const direction *way = &w->directions[d->direction];
    double normal = sqrt(-2.0 * log(luck.value[0])) * cos(2.0 * M_PI * luck.value[1]);
    d->quality = exp(spread * normal - 0.5 * spread * spread);
    d->field = one->field;
    d->rung = way->climbs ? one->rung : 1;
    int64_t span = way->steps_high - way->steps_low + 1;
    d->steps = (int8_t)(way->steps_low + MIN(span - 1, (int64_t)(nature.value[2] * (double)span)));
    if (way->climbs) d->steps = (int8_t)(d->steps + d->rung);
    d->classified = false;
    if (way->needs_shelf) {
        int64_t shelf = (int64_t)one->open_shelf + one->classified_shelf;
        d->classified = nature.value[1] * (double)shelf < (double)one->classified_shelf;
        if (d->classified) one->classified_shelf -= 1;
        else one->open_shelf -= 1;
    }
}

static void open_deal(world *w, int64_t row, int64_t slot) {
    region *r = w->region;
    organisation *one = &w->organisations[row];
    int32_t number = r->deals;
    deal *d = &w->deals[number];
    describe(w, d, one, slot);
    d->initiator = one->key;
    d->opened = r->quarter;
    d->slot = (int8_t)slot;
    d->source = (int32_t)row;
    d->recipient = d->payer = d->case_ = d->clocked = -1;
    d->stage = STAGE_SEARCH;
    d->status = STATUS_OPEN;
    d->matched = d->filed = d->cleared = d->converted = d->financed = d->ended = NAN;
    one->open_deals += 1;
    memset(&w->tallies[r->open_deals], 0, sizeof(tally));
    w->open_deals[r->open_deals] = number;
    r->open_deals += 1;
    r->deals += 1;
}

void opening(world *w) {
    const region *r = w->region;
    for (int64_t place = 0; place < r->organisations; place++) {
        int64_t row = w->order[place];
        const organisation *one = &w->organisations[row];
        const kind *what = &w->kinds[one->kind];
        if (!one->alive || (what->enters && !one->active)) continue;
        double effort = w->values[what->effort], carries = w->values[what->capacity];
        if (one->anchor) carries *= w->settings->anchor_capacity;
        for (int64_t slot = 0; slot < what->tries; slot++) {
            if (one->open_deals >= (int64_t)carries) break;
            if (what->arrival >= 0 && one->open_shelf + one->classified_shelf <= 0) break;
            if (draw(r->seed, (uint32_t)one->key, (uint32_t)r->quarter, PURPOSE_OPEN_DEAL, (uint32_t)slot) < effort)
                open_deal(w, row, slot);
        }
    }
}
