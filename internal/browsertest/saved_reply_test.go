package browsertest

// The states of the pages of saved replies, and of the composer with them.

func someReplies(p *page) {
	p.site.addReplies(p.t)
	p.goTo("/saved-replies")
	mouse{}.press(p, button("A refund is on its way"))
}

func refusedReply(p *page) {
	mouse{}.write(p, field("Name"), "Greeting")
	mouse{}.write(p, field("Message"), "Hello {{customer.age}},")
	mouse{}.press(p, button("Save"))
	p.untilText("There is a problem")
}

func deletedReply(p *page) {
	p.site.addReplies(p.t)
	p.goTo("/saved-replies")
	mouse{}.press(p, link("Delete the saved reply Zip code"))
	p.untilHeading("Delete this saved reply?")
}

func openReplies(p *page) {
	p.site.addReplies(p.t)
	mouse{}.press(p, button("Saved replies"))
	p.until("the list is open", listOpen)
}

func unfilledReply(p *page) {
	mouse{}.write(p, field("Message"), "Is {{customer.email}} still right?")
	mouse{}.press(p, button("Send reply"))
	p.untilText("Not sent: something is not filled in yet")
}
