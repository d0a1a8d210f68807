/* The phase search_and_match (sim/phases/search.py, match.py, facts.py), straight. */
#include "common.h"

typedef struct { double distance, value, gain; bool licence_missing; } prospect;

static int64_t past_partner(const world *w, int64_t row, int kind, double chance) {
    const organisation *one = &w->organisations[row];
    int64_t remembered = MIN((int64_t)one->partner_count, PARTNERS_REMEMBERED), fitting = 0;
    for (int64_t place = 0; place < remembered; place++) {
        const organisation *partner = &w->organisations[one->partners[place]];
        fitting += partner->kind == kind && partner->alive;
    }
    int64_t wanted = MIN(fitting - 1, (int64_t)(chance * (double)fitting));
    for (int64_t place = 0; place < remembered; place++) {
        const organisation *partner = &w->organisations[one->partners[place]];
        if (partner->kind == kind && partner->alive && wanted-- == 0) return one->partners[place];
    }
    return -1;
}

static int64_t place_in(const double *cumulative, int64_t count, double chance) {
    double total = cumulative[count - 1];
    if (total <= 0.0) return -1;
    double wanted = chance * total;
    for (int64_t place = 0; place < count - 1; place++)
        if (wanted < cumulative[place]) return place;
    return count - 1;
}

static int64_t one_of_bucket(const world *w, int64_t bucket, double chance) {
    int64_t first = w->bucket_start[bucket], members = w->bucket_start[bucket + 1] - first;
    return w->bucket_rows[first + MIN(members - 1, (int64_t)(chance * (double)members))];
}

static const double *attention_of(const world *w, const organisation *one, int kind) {
    int64_t kinds = w->shape[AT_kinds][0], cities = w->shape[AT_cities][0];
    return w->gravity + ((one->kind * kinds + kind) * cities + one->city) * cities;
}

static int64_t lead_enterprise(const world *w, int64_t row, int kind, double chance) {
    const double *attention = attention_of(w, &w->organisations[row], kind);
    for (int attempt = 0; attempt < 2; attempt++) {
        double total = 0.0;
        for (int64_t place = 0; place < w->region->anchors; place++) {
            int64_t other = w->anchor_rows[place];
            const organisation *lead = &w->organisations[other];
            if (lead->kind != kind) continue;
            total += lead->city > 0 ? attention[lead->city] - attention[lead->city - 1] : attention[0];
            if (attempt == 1 && total >= chance) return other;
        }
        chance *= total;
    }
    return -1;
}

static int64_t candidate(const world *w, const deal *d, int64_t look, const block_of *weighing) {
    const settings *s = w->settings;
    const organisation *source = &w->organisations[d->source];
    int kind = w->directions[d->direction].partner_kind;
    int64_t cities = w->shape[AT_cities][0], fields = w->shape[AT_fields][0];
    block_of chance = deal_block(w, d, PURPOSE_CANDIDATE, (uint32_t)look);
    if (chance.value[0] < s->tie_memory && source->partner_count > 0) {
        int64_t partner = past_partner(w, d->source, kind, chance.value[1]);
        if (partner >= 0) return partner;
    }
    if (d->rung >= 3 || (look == 0 && d->rung == 2)) {
        int64_t lead = lead_enterprise(w, d->source, kind, chance.value[1]);
        if (lead >= 0) return lead;
    }
    int64_t city = place_in(attention_of(w, source, kind), cities, chance.value[1]);
    if (city < 0) return -1;
    int64_t near = place_in(w->field_attention + ((kind * cities + city) * fields + d->field) * fields, fields,
                            chance.value[2]);
    if (near < 0) return -1;
    int64_t bucket = (kind * cities + city) * fields + near;
    int64_t found = one_of_bucket(w, bucket, chance.value[3]);
    if (weighing->value[1] < s->preferential_attachment) {
        int64_t other = one_of_bucket(w, bucket, weighing->value[0]);
        if (w->organisations[other].partner_count > w->organisations[found].partner_count) return other;
    }
    return found;
}

static void blame(double *tally, const double *chances, double seen) {
    double hidden = 1.0 - seen;
    for (int place = 0; place < BARRIERS; place++) hidden += 1.0 - chances[place];
    if (hidden <= 0.0) return;
    for (int place = 0; place < BARRIERS; place++) tally[FIRST_BARRIER + place] += (1.0 - chances[place]) / hidden;
    tally[CAUSE_TECHNOLOGY_NOT_SEEN] += (1.0 - seen) / hidden;
}

static void look_across(world *w) {
    const settings *s = w->settings;
    desk *room = w->desk;
    for (int64_t place = 0; place < w->shape[AT_directions][0]; place++) {
        const direction *way = &w->directions[place];
        double secrecy = s->barriers[SECRECY], market = s->barriers[MARKET_SEPARATION];
        double seen = way->seen >= 0 ? w->values[way->seen] : 1.0;
        fill(room->point, 1.0);
        if (way->sides_differ) {
            room->point[SECRECY] = secrecy < 1.0 ? pow(MAX(0.0, 1.0 - secrecy), s->vis_secrecy) : 0.0;
            room->point[MARKET_SEPARATION] = market < 1.0 ? pow(MAX(0.0, 1.0 - market), s->vis_market) : 0.0;
        }
        room->crossing[place] = seen * product(room->point);
        for (int cause = 0; cause < CAUSES; cause++) room->hiding[place][cause] = 0.0;
        blame(room->hiding[place], room->point, seen);
    }
}

static bool is_seen(const world *w, tally *missed, const pair *p, double chance) {
    const settings *s = w->settings;
    double *point = w->desk->point;
    fill(point, 1.0);
    if (p->jurisdictions_differ)
        point[MISSING_COORDINATION_BODY] = 1.0 - s->barriers[MISSING_COORDINATION_BODY] * (1.0 - p->waiver);
    if (chance < product(point)) return true;
    blame(missed->search, point, 1.0);
    return false;
}

static bool has_place(const world *w, const deal *d, int64_t row) {
    if (d->rung <= 1) return true;
    const organisation *recipient = &w->organisations[row], *source = &w->organisations[d->source];
    if (!recipient->anchor) return d->rung < 3;
    bool licensed = source->licence_class > 0 && source->licence_expiry > (double)w->region->quarter;
    return licensed && (double)recipient->places_used < w->settings->anchor_slots;
}

static int64_t capacity_of(const world *w, int64_t row) {
    const organisation *one = &w->organisations[row];
    double capacity = w->values[w->kinds[one->kind].capacity];
    if (one->anchor) capacity *= w->settings->anchor_capacity;
    return (int64_t)capacity;
}

static double cognitive_distance(const double *one, const double *other, int64_t fields) {
    double dot = 0.0, square_one = 0.0, square_other = 0.0;
    for (int64_t field = 0; field < fields; field++) {
        dot += one[field] * other[field];
        square_one += one[field] * one[field];
        square_other += other[field] * other[field];
    }
    double size = sqrt(square_one * square_other);
    double distance = size <= 0.0 ? 1.0 : MIN(1.0, 1.0 - dot / size);
    return distance < SAME ? 0.0 : distance;
}

static double rung_factor(const deal *d, const settings *s) {
    if (d->rung <= 1) return 1.0;
    return d->rung == 2 ? s->rung_factor_2 : s->rung_factor_3;
}

static prospect prospect_of(const world *w, const deal *d, int64_t row, const pair *p) {
    const settings *s = w->settings;
    const direction *way = &w->directions[d->direction];
    const organisation *source = &w->organisations[d->source], *recipient = &w->organisations[row];
    int64_t fields = w->shape[AT_fields][0];
    const double *theirs = w->expertise + row * fields, *ours = w->expertise + d->source * fields;
    prospect found;
    found.distance = cognitive_distance(ours, theirs, fields);
    double capacity = absorptive_capacity(theirs, w->relatedness + d->field * fields, fields, s);
    double understood = comprehension(found.distance, capacity, s);
    double scale = s->base_value * d->quality * rung_factor(d, s);
    found.value = scale * (1.0 - exp(-found.distance / s->novelty_scale)) * (0.8 + 1.6 * ours[d->field]);
    const organisation *civil = source->side == SIDE_CIVIL ? source : recipient;
    found.licence_missing = !holds_licence(civil->licence_class, civil->licence_expiry, p->licence_class,
                                           (double)w->region->quarter);
    double wait = found.licence_missing || way->outward ? w->offices[source->jurisdiction].mean_wait : 0.0;
    double success = sqrt(source->perceived_success * recipient->perceived_success);
    double feasibility = understood * (0.4 + 0.6 * capacity) / 0.5;
    double delay = 2.0 + 1.5 * (double)d->steps + wait;
    found.gain = found.value * success * feasibility * exp(-s->discount * delay);
    return found;
}

static void burden(const world *w, const pair *p) {
    const settings *s = w->settings;
    desk *room = w->desk;
    at_gap(room->gap, p, s);
    fill(room->markup, 1.0);
    if (p->disadvantaged_payer)
        room->markup[UNEQUAL_POLICY_TREATMENT] = 1.0 + s->handicap * s->barriers[UNEQUAL_POLICY_TREATMENT];
    fill(room->preference, 1.0);
    if (p->sides_differ)
        room->preference[MARKET_SEPARATION] =
            sqrt(MAX(0.0, 1.0 - s->barriers[MARKET_SEPARATION] * (1.0 - 0.5 * p->trust)));
    if (p->jurisdictions_differ && s->barriers[MISSING_COORDINATION_BODY] > 0.0)
        room->preference[MISSING_COORDINATION_BODY] = 1.0 - p->protection;
}

static double cost_of(const world *w, const deal *d, const prospect *at) {
    const settings *s = w->settings;
    double per_step = s->development_cost * s->base_value * rung_factor(d, s);
    double licence = at->licence_missing ? s->licence_cost : 0.0;
    return per_step * (double)d->steps + s->conversion_share * any_of(w->desk->gap) * at->value + licence;
}

static double net_value(const world *w, const deal *d, const prospect *at) {
    const settings *s = w->settings;
    return at->gain - s->cost_share * cost_of(w, d, at) * (1.0 + s->option_premium) * product(w->desk->markup);
}

static bool welcome(const world *w, double chance) { return chance < product(w->desk->preference); }

static void mark_pivotal(const world *w, const deal *d, double chance, const prospect *at) {
    desk *room = w->desk;
    for (int place = 0; place < BARRIERS; place++) {
        double gap = room->gap[place], markup = room->markup[place], preference = room->preference[place];
        if ((gap == 0.0 && markup == 1.0 && preference == 1.0) || room->pivotal[place] > 0.0) continue;
        room->gap[place] = 0.0;
        room->markup[place] = 1.0;
        room->preference[place] = 1.0;
        if (welcome(w, chance) && net_value(w, d, at) > 0.0) room->pivotal[place] = 1.0;
        room->gap[place] = gap;
        room->markup[place] = markup;
        room->preference[place] = preference;
    }
}

static int64_t best_partner(const world *w, const deal *d, tally *missed, double *best_net) {
    desk *room = w->desk;
    fill(room->pivotal, 0.0);
    int64_t best = -1, hidden = 0, looks = (int64_t)w->settings->candidates;
    bool seen = false;
    int refusal = CAUSE_PARTNER_FULLY_BOOKED;
    block_of across;
    *best_net = 0.0;
    for (int64_t look = 0; look < MIN(100, looks); look++) {
        if (look % 4 == 0) across = deal_block(w, d, PURPOSE_ACROSS, (uint32_t)(look / 4));
        if (across.value[look % 4] >= room->crossing[d->direction]) {
            hidden++;
            continue;
        }
        block_of weighing = deal_block(w, d, PURPOSE_WEIGHING, (uint32_t)look);
        int64_t row = candidate(w, d, look, &weighing);
        if (row < 0) {
            missed->search[CAUSE_NO_PARTNER_FOUND] += 1.0;
            continue;
        }
        pair p = pair_of(w, d, row);
        if (!is_seen(w, missed, &p, weighing.value[2])) continue;
        seen = true;
        if (!has_place(w, d, row)) {
            if (refusal == CAUSE_PARTNER_FULLY_BOOKED) refusal = CAUSE_NO_LEAD_ENTERPRISE_PLACE;
            continue;
        }
        if (w->organisations[row].open_deals >= capacity_of(w, row)) continue;
        prospect at = prospect_of(w, d, row, &p);
        burden(w, &p);
        double net = net_value(w, d, &at);
        if (net > 0.0 && welcome(w, weighing.value[3])) {
            bool tie = best >= 0 && net == *best_net && w->organisations[row].key < w->organisations[best].key;
            if (best < 0 || net > *best_net || tie) {
                best = row;
                *best_net = net;
            }
        } else if (best < 0) {
            refusal = CAUSE_LOW_VALUE;
            mark_pivotal(w, d, weighing.value[3], &at);
        }
    }
    if (hidden > 0)
        for (int cause = 0; cause < CAUSES; cause++)
            missed->search[cause] += (double)hidden * room->hiding[d->direction][cause];
    if (best < 0 && seen) {
        double count = 0.0;
        for (int place = 0; place < BARRIERS; place++) count += room->pivotal[place];
        if (count == 0.0) missed->match[refusal] += 1.0;
        else
            for (int place = 0; place < BARRIERS; place++)
                missed->match[FIRST_BARRIER + place] += room->pivotal[place] / count;
    }
    return best;
}

static void commit(world *w, deal *d, int64_t row, double net) {
    const settings *s = w->settings;
    double *point = w->desk->point;
    pair p = pair_of(w, d, row);
    prospect at = prospect_of(w, d, row, &p);
    burden(w, &p);
    organisation *recipient = &w->organisations[row];
    d->recipient = (int32_t)row;
    d->payer = w->directions[d->direction].source_pays ? d->source : (int32_t)row;
    d->distance = at.distance;
    d->value = at.value;
    d->cost = cost_of(w, d, &at);
    d->score = net;
    d->jurisdictions_differ = p.jurisdictions_differ;
    d->matched = (double)w->region->quarter;
    recipient->open_deals += 1;
    if (d->rung >= 2 && recipient->anchor) recipient->places_used += 1;
    fill(point, 0.0);
    if (p.outward) point[SECRECY] = p.classified ? 1.0 : s->cautious_review * s->barriers[SECRECY];
    double needed = any_of(point);
    d->review_pending = needed > 0.0 && deal_chance(w, d, PURPOSE_REVIEW_NEEDED, 0) < needed;
    fill(point, 0.0);
    if (p.jurisdictions_differ && p.sides_differ)
        point[MISSING_COORDINATION_BODY] = s->barriers[MISSING_COORDINATION_BODY];
    double second = any_of(point);
    d->second_pending = second > 0.0 && deal_chance(w, d, PURPOSE_SECOND_NEEDED, 0) < second;
    enter(d, STAGE_ACCESS);
}

static void give_up_search(world *w, deal *d, const tally *missed) {
    double total = 0.0;
    for (int cause = 0; cause < CAUSES; cause++) total += missed->search[cause] + missed->match[cause];
    double wanted = deal_block(w, d, PURPOSE_SEARCH_CAUSE, 0).value[0] * total;
    int stage = STAGE_SEARCH, chosen = CAUSE_NO_PARTNER_FOUND;
    for (int cause = 0; cause < CAUSES; cause++) {
        if (missed->search[cause] > 0.0) {
            stage = STAGE_SEARCH;
            chosen = cause;
            wanted -= missed->search[cause];
            if (wanted < 0.0) break;
        }
        if (missed->match[cause] > 0.0) {
            stage = STAGE_MATCH;
            chosen = cause;
            wanted -= missed->match[cause];
            if (wanted < 0.0) break;
        }
    }
    die(w, d, stage, chosen, (double)w->region->quarter + 1.0);
}

void search_and_match(world *w) {
    int64_t open = w->region->open_deals, count = 0;
    int64_t *places = malloc((size_t)(4 * open + 1) * sizeof(int64_t)), *proposed = places + open;
    double *nets = malloc((size_t)(open + 1) * sizeof(double));
    look_across(w);
    for (int64_t place = 0; place < open; place++) {
        deal *d = &w->deals[w->open_deals[place]];
        if (d->status != STATUS_OPEN || d->stage != STAGE_SEARCH) continue;
        proposed[count] = best_partner(w, d, &w->tallies[place], &nets[count]);
        places[count] = place;
        if (proposed[count] >= 0) count++;
    }
    const int64_t *order = descending(nets, count, proposed + open, proposed + 2 * open);
    for (int64_t turn = 0; turn < count; turn++) {
        int64_t place = places[order[turn]], row = proposed[order[turn]];
        deal *d = &w->deals[w->open_deals[place]];
        bool room = w->organisations[row].open_deals < capacity_of(w, row);
        if (room && has_place(w, d, row)) commit(w, d, row, nets[order[turn]]);
        else w->tallies[place].match[room ? CAUSE_NO_LEAD_ENTERPRISE_PLACE : CAUSE_PARTNER_FULLY_BOOKED] += 1.0;
    }
    for (int64_t place = 0; place < open; place++) {
        deal *d = &w->deals[w->open_deals[place]];
        bool searching = d->status == STATUS_OPEN && d->stage == STAGE_SEARCH;
        if (searching && (double)(w->region->quarter - d->opened + 1) >= w->settings->patience)
            give_up_search(w, d, &w->tallies[place]);
    }
    free(places);
    free(nets);
}
