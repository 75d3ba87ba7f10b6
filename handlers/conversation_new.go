package handlers

import (
	"net/http"

	"parley/internal/desk"
	"parley/views"
)

// foundCustomers is how many customers the search in a form offers.
const foundCustomers = 10

// newConversation shows the form, with the customer in the query chosen.
func newConversation(r *request) error {
	return r.renderNewConversation(http.StatusOK, views.NewConversation{
		Form: views.NewConversationForm{CustomerID: r.QueryParam("customerId")},
	})
}

// createConversation is the form that logs a conversation. Its Find button looks
// for a customer and keeps everything that was typed.
func createConversation(r *request) error {
	sent, err := r.readForm()
	if err != nil {
		return err
	}
	page := views.NewConversation{Form: typedNewConversation(sent)}
	if sent.Has("find") {
		page.Searched = page.Form.CustomerQuery != ""
		return r.renderNewConversation(http.StatusOK, page)
	}
	conv, err := r.store.CreateConversation(r.Request().Context(), r.actor, decodeConversationCreate(sent))
	if refused := desk.As(err); refused != nil && refused.Code == desk.CodeInvalid {
		page.Errors = refused.Fields
		return r.renderNewConversation(http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return r.redirect("/conversations/"+conv.ID.String(), "Created #"+conv.ID.String()+".")
}

// decodeConversationCreate takes the customer who was chosen, or else describes
// a new one if there is anything to describe them by.
func decodeConversationCreate(sent form) desk.ConversationCreate {
	var in desk.ConversationCreate
	in.Subject = sent.text("subject")
	in.InboxID = id[desk.InboxID](sent, "inboxId", &in.Problems)
	in.CustomerID = id[desk.CustomerID](sent, "customerId", &in.Problems)
	if sent.Get("channel") != "" {
		in.Channel = word[desk.Channel](sent, "channel")
	}
	if sent.Get("priority") != "" {
		in.Priority = word[desk.Priority](sent, "priority")
	}
	if sent.Get("message") != "" {
		in.Message = sent.text("message")
	}
	described := sent.Get("customerName") != "" || sent.Get("customerEmail") != "" || sent.Get("customerPhone") != ""
	if sent.Get("customerId") == "" && described {
		in.Customer = desk.Value(desk.CustomerCreate{
			Name: sent.text("customerName"), Email: sent.textOrNull("customerEmail"), Phone: sent.textOrNull("customerPhone"),
		})
	}
	return in
}

func typedNewConversation(sent form) views.NewConversationForm {
	return views.NewConversationForm{
		Subject: sent.Get("subject"), InboxID: sent.Get("inboxId"), Channel: sent.Get("channel"),
		Priority: sent.Get("priority"), Message: sent.Get("message"),
		CustomerID: sent.Get("customerId"), CustomerQuery: sent.Get("customerQuery"),
		CustomerName: sent.Get("customerName"), CustomerEmail: sent.Get("customerEmail"), CustomerPhone: sent.Get("customerPhone"),
	}
}

func (r *request) renderNewConversation(status int, page views.NewConversation) error {
	var err error
	if page.Shell, err = r.shell(); err != nil {
		return err
	}
	if page.Inboxes, err = r.store.ActorInboxes(r.Request().Context(), r.actor); err != nil {
		return err
	}
	if page.Matches, err = r.customersToChoose(page.Form); err != nil {
		return err
	}
	return r.render(status, page.Page())
}

// customersToChoose returns the customer chosen already and those that the
// search finds.
func (r *request) customersToChoose(typed views.NewConversationForm) ([]desk.Customer, error) {
	ctx := r.Request().Context()
	var list []desk.Customer
	if id, ok := desk.ParseID[desk.CustomerID](typed.CustomerID); ok {
		chosen, err := r.store.GetCustomer(ctx, r.actor, id)
		if err == nil {
			list = append(list, chosen)
		} else if !desk.Is(err, desk.CodeNotFound) {
			return nil, err
		}
	}
	if typed.CustomerQuery == "" {
		return list, nil
	}
	found, err := r.store.ListCustomers(ctx, r.actor, desk.CustomerFilter{
		Search: typed.CustomerQuery, Page: desk.Page{Number: 1, Limit: foundCustomers},
	})
	for _, c := range found.Items {
		if len(list) == 0 || c.ID != list[0].ID {
			list = append(list, c)
		}
	}
	return list, err
}
