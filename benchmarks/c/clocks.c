/* The phases conversion and absorption (sim/phases/conversion.py, absorption.py): the clocks of matched deals. */
#include "common.h"

static int ring(const world *w, deal *d, const double *rates, double *when) {
    int first = -1;
    *when = NEVER;
    for (int event = 0; event < CLOCKS; event++) {
        if (rates[event] <= 0.0) continue;
        bool set = event == CLOCK_FINISH && d->threshold > 0.0;
        uint32_t index = (uint32_t)(d->stage * EVENTS_PER_STAGE + event);
        double limit = set ? d->threshold : -log(deal_chance(w, d, PURPOSE_CLOCK, index));
        double part = MAX(0.0, limit - d->hazard[event]) / rates[event];
        if (part <= 1.0 && part < *when) {
            first = event;
            *when = part;
        }
    }
    for (int event = 0; event < CLOCKS; event++) d->hazard[event] += rates[event];
    d->clocked = w->region->quarter;
    *when = (double)w->region->quarter + *when;
    return first;
}

static void convert(world *w, deal *d) {
    const settings *s = w->settings;
    double gaps[BARRIERS], rates[CLOCKS] = {0.0}, when;
    pair p = pair_of(w, d, d->recipient);
    at_gap(gaps, &p, s);
    rates[CLOCK_FINISH] = s->std_rate * (1.0 - any_of(gaps));
    rates[CLOCK_ATTRITION] = s->attrition;
    for (int place = 0; place < BARRIERS; place++) rates[CLOCK_BARRIERS + place] = s->std_giveup * gaps[place];
    int event = ring(w, d, rates, &when);
    if (event == CLOCK_FINISH) {
        d->converted = when;
        w->fields[d->field].conversions += 1.0;
        enter(d, STAGE_FINANCE);
    } else if (event == CLOCK_ATTRITION) {
        die(w, d, STAGE_STANDARDS, CAUSE_ATTRITION, when);
    } else if (event >= CLOCK_BARRIERS) {
        die(w, d, STAGE_STANDARDS, FIRST_BARRIER + event - CLOCK_BARRIERS, when);
    }
}

static bool due(const world *w, const deal *d, int stage) {
    return d->status == STATUS_OPEN && d->stage == stage && d->clocked < w->region->quarter;
}

void conversion(world *w) {
    const settings *s = w->settings;
    int64_t fields = w->shape[AT_fields][0];
    for (int64_t place = 0; place < fields; place++) w->fields[place].conversions = 0.0;
    for (int64_t place = 0; place < w->region->open_deals; place++) {
        deal *d = &w->deals[w->open_deals[place]];
        if (due(w, d, STAGE_STANDARDS)) convert(w, d);
    }
    for (int64_t place = 0; place < fields; place++) {
        field *one = &w->fields[place];
        for (int64_t done = 0; done < (int64_t)one->conversions; done++)
            one->harmonised = one->harmonised + MIN(1.0, s->std_learning) * (1.0 - one->harmonised);
        one->harmonised *= 1.0 - s->std_decay;
    }
}

static void absorb(world *w, deal *d) {
    const settings *s = w->settings;
    double rates[CLOCKS] = {0.0}, point[BARRIERS], when;
    const organisation *source = &w->organisations[d->source], *recipient = &w->organisations[d->recipient];
    int64_t fields = w->shape[AT_fields][0];
    double capacity = absorptive_capacity(w->expertise + d->recipient * fields, w->relatedness + d->field * fields,
                                          fields, s);
    double understood = comprehension(d->distance, capacity, s);
    const city *where = &w->cities[recipient->city];
    double base = where->founded_base ? 1.0 : where->chosen ? s->base_strength : 0.0, contact = 1.0;
    if (source->city == recipient->city) contact += s->same_city_contact;
    if (source->anchor || recipient->anchor) contact += s->anchor_contact;
    contact = contact + s->base_contact * base;
    fill(point, 1.0);
    if (d->classified) point[SECRECY] = 1.0 - s->secrecy_drag * s->barriers[SECRECY];
    rates[CLOCK_FINISH] = s->absorb_rate * capacity * understood * contact * product(point);
    rates[CLOCK_ATTRITION] = s->attrition;
    rates[CLOCK_TECHNICAL] = s->fail_rate * (1.0 - capacity) + s->fail_floor;
    if (d->classified) rates[CLOCK_BARRIERS + SECRECY] = s->secrecy_withdrawal * s->barriers[SECRECY];
    int event = ring(w, d, rates, &when);
    if (event == CLOCK_FINISH) {
        d->stage = STAGE_DELIVERED;
        d->ended = when;
    } else if (event == CLOCK_ATTRITION) {
        die(w, d, STAGE_ABSORPTION, CAUSE_ATTRITION, when);
    } else if (event == CLOCK_TECHNICAL) {
        die(w, d, STAGE_ABSORPTION, CAUSE_TECHNICAL_FAILURE, when);
    } else if (event >= CLOCK_BARRIERS) {
        die(w, d, STAGE_ABSORPTION, FIRST_BARRIER + event - CLOCK_BARRIERS, when);
    }
}

void absorption(world *w) {
    for (int64_t place = 0; place < w->region->open_deals; place++) {
        deal *d = &w->deals[w->open_deals[place]];
        if (due(w, d, STAGE_ABSORPTION)) absorb(w, d);
    }
}
