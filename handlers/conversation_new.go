package handlers

import (
	"net/http"
	"net/url"
	"strings"

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
		page.Searched = strings.TrimSpace(page.Form.CustomerQuery) != ""
		return r.renderNewConversation(http.StatusOK, page)
	}
	actor, err := r.makingAll(sent)
	if err != nil {
		return err
	}
	conv, err := r.store.CreateConversation(r.Request().Context(), actor, decodeConversationCreate(sent))
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
	if err = r.findCustomers(&page); err != nil {
		return err
	}
	if len(page.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return r.render(status, page.Page())
}

// findCustomers sets the customers to choose from: the one chosen already and
// those that the search finds.
func (r *request) findCustomers(page *views.NewConversation) error {
	ctx := r.Request().Context()
	if id, ok := desk.ParseID[desk.CustomerID](page.Form.CustomerID); ok {
		chosen, err := r.store.GetCustomer(ctx, r.actor, id)
		if err == nil {
			page.Matches = append(page.Matches, chosen)
		} else if !desk.Is(err, desk.CodeNotFound) {
			return err
		}
	}
	search := strings.TrimSpace(page.Form.CustomerQuery)
	if search == "" {
		return nil
	}
	filter, errs := desk.ParseCustomerFilter(url.Values{"q": {search}})
	if len(errs) > 0 {
		page.Searched = false
		page.Errors.Add("customerId", errs[0].Code, "what you look for "+strings.TrimPrefix(errs[0].Message, "q "))
		return nil
	}
	filter.Page.Limit = foundCustomers
	found, err := r.store.ListCustomers(ctx, r.actor, filter)
	for _, c := range found.Items {
		if len(page.Matches) == 0 || c.ID != page.Matches[0].ID {
			page.Matches = append(page.Matches, c)
		}
	}
	return err
}
