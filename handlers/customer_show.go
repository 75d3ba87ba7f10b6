package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// customerConversations is how many conversations a customer's page shows.
const customerConversations = 25

// showCustomer shows a customer with those of their conversations that the
// visitor may see.
func showCustomer(r *request) error {
	id, err := pathID[desk.CustomerID](r, "customer")
	if err != nil {
		return err
	}
	ctx := r.Request().Context()
	page := views.CustomerPage{CanWrite: r.actor.Can(desk.WriteCustomers), Now: r.now()}
	if page.Customer, err = r.store.GetCustomer(ctx, r.actor, id); err != nil {
		return err
	}
	list, err := r.store.ListConversations(ctx, r.actor, desk.ConversationFilter{
		Customers: []desk.CustomerID{id}, Sort: desk.DefaultSort,
		Page: desk.Page{Number: 1, Limit: customerConversations},
	})
	if err != nil {
		return err
	}
	page.Conversations, page.Total = list.Items, list.Total
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	return r.render(http.StatusOK, page.Page())
}
