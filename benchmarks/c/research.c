/* The phase research (sim/phases/research.py): every organisation learns, and its shelf fills and goes stale. */
#include "common.h"

static int64_t poisson(double chance, double mean) {
    if (mean <= 0.0) return 0;
    double weight = exp(-mean), total = weight;
    int64_t count = 0;
    while (chance > total && count < 2000) {
        count++;
        weight *= mean / (double)count;
        total += weight;
    }
    return count;
}

static int64_t binomial(double chance, int64_t trials, double success) {
    if (trials <= 0 || success <= 0.0) return 0;
    if (success >= 1.0) return trials;
    double odds = success / (1.0 - success), weight = exp((double)trials * log(1.0 - success)), total = weight;
    int64_t count = 0;
    while (chance > total && count < trials) {
        weight *= odds * (double)(trials - count) / (double)(count + 1);
        count++;
        total += weight;
    }
    return count;
}

static void stock_shelf(world *w, organisation *one, double effort) {
    const settings *s = w->settings;
    region *r = w->region;
    const kind *what = &w->kinds[one->kind];
    uint32_t key = (uint32_t)one->key, quarter = (uint32_t)r->quarter;
    double reach = sqrt(one->revenue / what->size_reference);
    double mean = w->values[what->arrival] * MIN(3.0, reach) * effort;
    int64_t arrived = poisson(draw(r->seed, key, quarter, PURPOSE_TECHNOLOGY_ARRIVAL, 0), MIN(60.0, mean));
    int64_t classified = 0;
    if (what->classified_share >= 0)
        classified = binomial(draw(r->seed, key, quarter, PURPOSE_TECHNOLOGY_CLASSIFIED, 0), arrived,
                              w->values[what->classified_share]);
    double stale = s->shelf_obsolescence;
    one->open_shelf += (int32_t)(arrived - classified - binomial(
        draw(r->seed, key, quarter, PURPOSE_TECHNOLOGY_OBSOLETE, 0), one->open_shelf, stale));
    one->classified_shelf += (int32_t)(classified - binomial(
        draw(r->seed, key, quarter, PURPOSE_TECHNOLOGY_OBSOLETE, 1), one->classified_shelf, stale));
    r->arrivals[one->side == SIDE_MILITARY] += (double)arrived;
}

void research(world *w) {
    const settings *s = w->settings;
    int64_t fields = w->shape[AT_fields][0];
    double base = 0.0;
    w->region->arrivals[0] = w->region->arrivals[1] = 0.0;
    for (int64_t place = 0; place < w->region->organisations; place++) {
        int64_t row = w->order[place];
        organisation *one = &w->organisations[row];
        if (!one->alive) continue;
        double own = one->research_relative;
        double effort = own * (1.0 - s->crowd_out * s->subsidy_share) + own * s->subsidy_share;
        base += 0.25 * one->research_million_yuan;
        const double *related = w->relatedness + one->field * fields;
        double *restrict profile = w->expertise + row * fields;
        for (int64_t field = 0; field < fields; field++) {
            double now = profile[field];
            double grown = now + s->learn * effort * related[field] * (1.0 - now) - s->forget * now;
            profile[field] = MIN(1.0, MAX(0.0, grown));
        }
        if (w->kinds[one->kind].arrival >= 0) stock_shelf(w, one, effort);
    }
    w->meters->research_base = base;
}
