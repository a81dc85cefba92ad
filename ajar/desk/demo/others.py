def tell(cast):
    pass
