package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// listConversations shows the table. Its URL is its state: a query that is not
// canonical, as forms without scripts send it, leads to the one that is, and a
// page past the end to the last one.
func listConversations(r *request) error {
	filter, err := r.conversationFilter()
	if err != nil {
		return err
	}
	complaint, words := "", r.writtenCustomer()
	if words != "" {
		if complaint, err = r.addCustomers(words, &filter); err != nil {
			return err
		}
	}
	if canonical := desk.EncodeQuery(filter.Query()); complaint == "" && canonical != r.Request().URL.RawQuery {
		return r.Redirect(http.StatusSeeOther, withQuery("/conversations", filter.Query()))
	}
	page, err := r.conversationListPage(filter)
	if err != nil {
		return err
	}
	if len(page.List.Items) == 0 && filter.Page.Number > 1 {
		filter.Page.Number = max(1, page.List.Pages())
		return r.Redirect(http.StatusSeeOther, withQuery("/conversations", filter.Query()))
	}
	page.CustomerWords, page.CustomerError = words, complaint
	return r.render(http.StatusOK, page.Page())
}

// conversationFilter reads the filter in the query; what a form without scripts
// sends empty or repeated is put right first, and the rest is read as strictly
// as the API does.
func (r *request) conversationFilter() (desk.ConversationFilter, error) {
	query, errs := desk.ParseQuery(r.Request().URL.RawQuery)
	if len(errs) > 0 {
		return desk.ConversationFilter{}, badQuery(errs)
	}
	query = desk.CanonicalQuery(query, desk.ConversationParams())
	filter, errs := desk.ParseConversationFilter(query, r.actor)
	if len(errs) > 0 {
		return filter, badQuery(errs)
	}
	filter.Page = r.usualPage(filter.Page, query)
	return filter, nil
}

// queueFilter reads the list that a thread was opened from. A form is answered
// even if that cannot be understood: what was typed counts for more than the way
// back.
func (r *request) queueFilter() (desk.ConversationFilter, error) {
	filter, err := r.conversationFilter()
	if err == nil || r.reads() {
		return filter, err
	}
	return desk.ConversationFilter{Sort: desk.DefaultSort, Page: r.usualPage(desk.Page{Number: 1}, nil)}, nil
}

func (r *request) conversationListPage(filter desk.ConversationFilter) (page views.ConversationList, err error) {
	ctx := r.Request().Context()
	page = views.ConversationList{
		Filter: filter, Me: r.actor.UserID(), Now: r.now(),
		NoInbox: r.actor.Reach.Empty(), CanWrite: r.actor.Can(desk.WriteConversations),
	}
	if page.List, err = r.store.ListConversations(ctx, r.actor, filter); err != nil {
		return page, err
	}
	if page.CanWrite {
		if page.Drafted, err = r.drafted(page.List.Items); err != nil {
			return page, err
		}
	}
	if page.Unread, err = r.unreadAmong(page.List.Items); err != nil {
		return page, err
	}
	if page.Shell, err = r.shell(); err != nil {
		return page, err
	}
	counts, err := r.store.CountStatuses(ctx, r.actor, filter)
	if err != nil {
		return page, err
	}
	page.Counts = views.StatusCounts{
		Open: counts.Of[desk.StatusOpen], Pending: counts.Of[desk.StatusPending], Closed: counts.Of[desk.StatusClosed], Snoozed: counts.Snoozed,
	}
	page.Counts.All = page.Counts.Open + page.Counts.Pending + page.Counts.Closed
	all := page.Shell.Nav.Counts
	page.NothingYet = all.Open+all.Pending+all.Closed == 0
	return page, r.nameFilter(&page)
}

// nameFilter gathers the names of what a list can be filtered by, and of what it is.
func (r *request) nameFilter(page *views.ConversationList) (err error) {
	ctx := r.Request().Context()
	if page.Agents, err = r.store.ListAssignees(ctx, r.actor, 0); err != nil {
		return err
	}
	if page.Tags, err = r.store.OfferedTags(ctx, r.actor); err != nil {
		return err
	}
	if page.Inboxes, err = r.store.ActorInboxes(ctx, r.actor); err != nil {
		return err
	}
	page.Customers, err = r.namedCustomers(page.Filter)
	return err
}

// namedCustomers returns the customers that a filter names, for its chips; one
// who does not exist has no name and no conversations either.
func (r *request) namedCustomers(filter desk.ConversationFilter) ([]desk.CustomerRef, error) {
	var named []desk.CustomerRef
	for _, id := range filter.Customers {
		customer, err := r.store.GetCustomer(r.Request().Context(), r.actor, id)
		if desk.Is(err, desk.CodeNotFound) || desk.Is(err, desk.CodePermission) {
			continue
		}
		if err != nil {
			return nil, err
		}
		named = append(named, customer.Ref())
	}
	return named, nil
}
